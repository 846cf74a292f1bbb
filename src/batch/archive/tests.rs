//! Archives, good, bad and hostile.

use std::fs;
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use zip::write::SimpleFileOptions;

use tar::EntryType;

use super::*;

fn tarball(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        // `append_data` would refuse the names that we want to see refused.
        if name.len() < 100 {
            header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
            header.set_cksum();
            builder.append(&header, *bytes).unwrap();
        } else {
            builder.append_data(&mut header, name, *bytes).unwrap();
        }
    }
    builder.into_inner().unwrap()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn open(name: &str, bytes: &[u8], largest: u64) -> Result<Opened, Diagnostic> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let is_text = |path: &Path| path.extension().is_some_and(|ending| ending == "txt");
    Archive::open_within(&path, &is_text, largest)
}

fn all_forms(members: &[(&str, &[u8])]) -> [(&'static str, Vec<u8>); 4] {
    let tar = tarball(members);
    let gz = gzipped(&tar);
    [("a.zip", zipped(members)), ("a.tgz", gz.clone()), ("a.tar.gz", gz), ("a.TAR", tar)]
}

#[test]
fn members_come_sorted_and_are_read_whole() {
    let long = format!("{}/long.txt", "folder".repeat(20));
    let members: [(&str, &[u8]); 5] =
        [("b.txt", b"two"), ("a/c.txt", b"one"), ("a/image.png", b"x"), (".hidden/d.txt", b"x"), (&long, b"three")];
    for (name, bytes) in all_forms(&members) {
        let opened = open(name, &bytes, 100).unwrap();
        let archive = &opened.archive;
        let read: Vec<(PathBuf, Vec<u8>)> = (0..archive.len())
            .map(|number| (archive.below(number).to_path_buf(), archive.read(number).unwrap()))
            .collect();
        let expected = [("a/c.txt", b"one".to_vec()), ("b.txt", b"two".to_vec()), (&long, b"three".to_vec())];
        assert_eq!(read, expected.map(|(path, bytes)| (PathBuf::from(path), bytes)), "{name}");
        assert!(opened.refused.is_empty(), "{name}");
    }
}

#[test]
fn members_that_lead_out_of_the_archive_are_refused() {
    let members: [(&str, &[u8]); 4] =
        [("../up.txt", b"x"), ("/root.txt", b"x"), ("C:\\drive.txt", b"x"), ("good.txt", b"good")];
    for (name, bytes) in all_forms(&members) {
        let opened = open(name, &bytes, 100).unwrap();
        assert_eq!(opened.archive.len(), 1, "{name}");
        assert_eq!(opened.refused.len(), 3, "{name}");
        assert!(opened.refused.iter().all(|(_, finding)| finding.code == Code::P083));
    }
}

#[test]
fn links_are_refused() {
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(EntryType::Symlink);
    header.set_size(0);
    builder.append_link(&mut header, "a.txt", "/etc/passwd").unwrap();
    let opened = open("a.tar", &builder.into_inner().unwrap(), 100).unwrap();
    assert_eq!((opened.archive.len(), opened.refused.len()), (0, 1));
    let mut writer = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    writer.add_symlink("a.txt", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    let opened = open("a.zip", &writer.finish().unwrap().into_inner(), 100).unwrap();
    assert_eq!((opened.archive.len(), opened.refused.len()), (0, 1));
}

#[test]
fn a_member_that_is_too_large_fails_alone() {
    let bomb = vec![b'a'; 5_000];
    let members: [(&str, &[u8]); 2] = [("a.txt", &bomb), ("b.txt", b"good")];
    for (name, bytes) in all_forms(&members) {
        let archive = open(name, &bytes, 100).unwrap().archive;
        assert_eq!(archive.read(0).map_err(|finding| finding.code), Err(Code::P084), "{name}");
        assert_eq!(archive.read(1), Ok(b"good".to_vec()), "{name}");
    }
}

#[test]
fn what_is_no_archive_is_said() {
    for (name, bytes) in all_forms(&[("a.txt", b"one")]) {
        for bad in [&b"no archive at all, and longer than nothing"[..], &bytes[..bytes.len() / 2]] {
            let opened = open(name, bad, 100);
            let failed = match &opened {
                Ok(opened) => opened.archive.len() == 0 || opened.archive.read(0).is_err(),
                Err(finding) => finding.code == Code::P082,
            };
            assert!(failed || name == "a.TAR", "{name}: {opened:?}");
        }
    }
    assert_eq!(open("a.zip", b"", 100).unwrap_err().code, Code::P082);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// Any bytes, and any damage to a good archive: no panic, and what is read stays small.
    #[test]
    fn no_archive_breaks_us(noise in prop::collection::vec(any::<u8>(), 0..2_000), at in 0usize..4_000, form in 0usize..4) {
        let members: [(&str, &[u8]); 2] = [("a.txt", b"one one one one"), ("b/c.txt", b"two")];
        let (name, good) = all_forms(&members)[form].clone();
        let mut damaged = good;
        for (idx, byte) in noise.iter().take(40).enumerate() {
            let place = (at + idx * 7) % damaged.len();
            damaged[place] = *byte;
        }
        for bytes in [noise, damaged] {
            if let Ok(opened) = open(name, &bytes, 100) {
                for number in 0..opened.archive.len() {
                    prop_assert!(opened.archive.read(number).map_or(0, |bytes| bytes.len()) <= 100);
                }
            }
        }
    }
}
