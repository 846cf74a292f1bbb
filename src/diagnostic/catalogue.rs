//! The catalogue of diagnostic codes: R reader, C convention, N names and dates, T encoding, V validation, M merging,
//! P project, F finished files that are laid out.
//!
//! A code never changes meaning and is never used again. `postil explain CODE` prints an entry.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Severity;

/// What the catalogue knows of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeEntry {
    /// The code itself.
    pub code: Code,
    /// The code as printed, such as `C001`.
    pub id: &'static str,
    /// How grave a finding of this code is.
    pub severity: Severity,
    /// What it means, in a few words.
    pub title: &'static str,
    /// Why it is reported and what to do.
    pub explanation: &'static str,
    /// A transcript, command or file that triggers it.
    pub example: &'static str,
}

macro_rules! catalogue {
    ($($code:ident $severity:ident $title:literal $explanation:literal $example:literal)*) => {
        /// A diagnostic code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code { $(#[doc = $title] $code),* }

        /// Every code, in order.
        pub const CATALOGUE: &[CodeEntry] = &[$(CodeEntry {
            code: Code::$code,
            id: stringify!($code),
            severity: Severity::$severity,
            title: $title,
            explanation: $explanation,
            example: $example,
        }),*];
    };
}

catalogue! {
    R001 Info "encoding guessed"
        "The file is not UTF-8 and has no byte order mark, so its encoding was guessed from its letters. Look at a few accented or Cyrillic words of the result; if they are wrong, convert the file to UTF-8 first."
        "A file in windows-1251."
    R002 Warning "bytes that are no character"
        "Some bytes are no character of the encoding that was taken. Each became U+FFFD. The file may be in another encoding, or damaged."
        "A windows-1252 file with a stray byte 0x81."
    R003 Warning "character that XML cannot hold"
        "XML 1.0 forbids this control character (section 2.2), so its visible control picture was written in its place. Remove it from the transcript if it is an accident of copying."
        "A form feed between two pages."
    R004 Info "paragraph joined over a page break"
        "A paragraph ended without final punctuation and the next one began in lower case, so both were encoded as one, with lb where they met. If they are two paragraphs, end the first with a full stop or begin the second with a capital."
        "and to ensure\n\ntransportation within one year."
    R005 Warning "footnote without a reference"
        "The text of a footnote was found, but nothing in the document refers to it. It was encoded as a note where it stands."
        "[^9]: See above, where no [^9] stands in the text."
    R006 Warning "reference without a footnote"
        "A reference to a footnote was found, but not its text. It was encoded as ref."
        "He agreed.[^9]"
    R007 Warning "front matter contradicts itself"
        "Two sources of the front matter say different things. A metadata file wins over YAML, YAML over labelled lines; the value that lost is kept in notesStmt."
        "Date: 1 May 1950 in the transcript, and 2 May 1950 in the metadata file."
    R008 Warning "front matter that cannot be read"
        "The YAML block at the head of the transcript is not valid YAML. It was kept as text."
        "---\ntitle: [unclosed\n---"
    R009 Error "not a text file"
        "The file holds bytes of no text: a picture, a PDF, a Word file, or UTF-16 without a byte order mark. Export it as plain text or Markdown first."
        "A JPEG among the transcripts."
    R010 Warning "no text"
        "The transcript is empty or holds nothing but white space. A TEI document with an empty paragraph was written."
        "An empty file."
    C001 Warning "bracketed note of no known kind"
        "No convention of the profile matches this bracketed note. It was kept whole as note[@type='editorial']. Add a convention to a profile of your own to say what it means: see docs/conventions.md."
        "[zxqv: 12-b]"
    C002 Warning "bracket left open"
        "This bracket is opened and never closed in its paragraph. It was kept as a character, and nothing after it was swallowed. Add the closing bracket."
        "He said [illegible and left."
    C003 Warning "bracket closed twice"
        "This bracket closes nothing. It was kept as a character. Remove it, or open it where it should begin."
        "\"delo [file]] 035\""
    C004 Warning "brackets nested too deep"
        "Brackets are nested deeper than any editor nests them. Beyond this depth they were kept as characters."
        "[[[[[[[[[[[[[[[[[[too deep]]]]]]]]]]]]]]]]]]"
    N001 Warning "impossible date"
        "The day does not exist in that month. The words were kept as text and not marked as a date. If the original has it so, mark it [sic]."
        "31 April 1950"
    N020 Warning "name that several entries of the authority files bear"
        "Nothing in the document tells which of them is meant, so nothing was chosen: the mention points to all of them with @cert='low', or, where they are of different kinds or more than five, to none. Give the entry that is meant a form which only it has, or take the form out of the entries that are not meant."
        "Oakes, where people.csv has two entries with the form `Oakes`"
    N021 Warning "suggestion that does not fit the text"
        "A suggested span does not hold the words that it says, lies outside the text, or in words that are no part of the reading text. It was left out. Offsets are characters (Unicode code points, not bytes) of the file as decoded, from 0, the end exclusive."
        "{\"source\": \"a.txt\", \"start\": 0, \"end\": 2, \"type\": \"persName\", \"text\": \"Anna Berg\"}"
    N002 Warning "wrong day of the week"
        "The day of the week that the words name is not that of the date. The date was marked with @cert='medium', for either may be wrong. Look at the original: a digit may have been misread, or the date may be in the Julian calendar."
        "Monday, 14 September 1960"
    N003 Warning "date of the document cannot be read"
        "The date that the metadata file or the YAML block gives the document is neither EDTF nor a date in words. It was kept as text, and creation/date has no value; dates without a year take none from it. Write it in EDTF, such as 1960-09-14, 1960-09/1961 or 196X."
        "date: sometime in autumn, in the YAML block"
    T001 Error "account of the transcript does not balance"
        "A character of the transcript would be missing from the TEI, or stand in it twice. Nothing was written. This is a bug of postil: please report it with the transcript."
        "No transcript is known to cause it."
    T002 Info "marks that cross"
        "Two marks overlap without one holding the other, which XML cannot express. The weaker was split in two parts, linked by @next and @prev."
        "**Kim [Il** Sung]"
    T003 Error "result is not valid"
        "The TEI that postil made is not valid against the schema. With the bundled schema this is a bug of postil: please report it with the transcript. With a schema of your own, the place in the transcript shows what it does not allow."
        "convert --schema narrow.rng, where narrow.rng knows no persName."
    T004 Error "bug in postil"
        "postil came to a stop in this document; nothing was written for it, and the other documents were converted. Please report it, with the transcript."
        "None is known: each one would be mended."
    V001 Error "not well-formed"
        "The file is not well-formed XML, so nothing more can be said about it. Mend the place shown first."
        "<p>one</q>"
    V002 Error "not valid against the schema"
        "The schema does not allow this element, attribute or value here. The message says what was expected."
        "<p><div/></p>"
    V003 Error "breaks a rule of the schema"
        "A Schematron rule of the schema is broken. The message is the rule's own."
        "<persName ref=\"#nobody\">Kim</persName>"
    V004 Error "schema cannot be read"
        "The schema is missing, or is no RELAX NG schema in XML or compact syntax."
        "validate --schema letter.docx"
    M001 Warning "conflict of two versions"
        "Both versions changed the same words or marks, in different ways, or one removed what the other changed. The version that is being changed (OURS, or the file that was edited by hand) stays as it is at this place. Look at both versions and settle it by hand; `postil merge --on-conflict mark` puts comments round the place."
        "OURS marks `Pak Geum-cheol` as persName, THEIRS `Minister Pak Geum-cheol`."
    M002 Info "hand edits kept"
        "The result was edited by hand since postil wrote it, and what decides it has changed. What is new in the conversion was put into the edited file; what was done by hand is still there. `--overwrite` would replace the file instead."
        "A name corrected in `tei/a.xml`, and then a line added to `a.txt`."
    P001 Error "profile that cannot be read"
        "The TOML file of a profile has an error: its syntax, an unknown key, a pattern that does not compile, or an element that no convention may write. The message shows the line and what is allowed."
        "profile check broken.toml"
    P002 Error "unknown profile"
        "There is no profile of this name. `postil profile list` shows those that ship; a path to a TOML file names your own."
        "convert --profile archive"
    P003 Error "metadata that cannot be read"
        "The metadata file has no column `file`, or is not valid CSV or JSON."
        "convert --metadata list.csv, where list.csv has no column `file`"
    P004 Error "input that cannot be read"
        "The file or folder does not exist, or may not be read. The rest of the batch was converted."
        "convert nowhere.txt"
    P005 Error "output that cannot be written"
        "The file or folder cannot be written: it is missing, full, read-only, or a file stands where a folder is needed."
        "convert letters/ -o a-file.xml"
    P006 Warning "metadata for no file"
        "A row of the metadata file names a file that is not among the inputs."
        "A row `letter-99.txt`, where there are 12 letters."
    P007 Error "source map that does not fit"
        "The source map was made for another state of the TEI file, so the transcript cannot be put together from it."
        "text a.xml --source-map b.map.json"
    P008 Warning "result edited by hand"
        "The file in the place of the result is not what postil wrote there, so somebody has worked on it. It could not be brought together with the new conversion, because it is not known what postil wrote there last, or because the file is not well-formed; so it was left as it is. Work by hand is never overwritten unless `--overwrite` asks for it; `--base` and `--base-revision` tell where the version of postil's own is."
        "A file tei/a.xml that another program wrote, in the place of the result of letters/a.txt."
    P009 Warning "transcript is gone"
        "A result was made from a transcript that is not there any more. It was left. `--prune` removes such results, unless they were edited by hand."
        "letters/a.txt was renamed, and tei/a.xml is still there."
    P010 Error "cache that cannot be used"
        "postil keeps what it wrote in a folder `.postil`, and cannot read or write there. Where the disk is full or the folder may not be written, mend that. Where the cache is damaged, remove the folder: everything is then converted again, and a result that differs from what postil would write is left as it is."
        "A file .postil in the place of the folder."
    P030 Error "model that cannot be read"
        "The model file of names is missing, is a file of another kind, was made by another version of postil, or is damaged. Make it again with `postil learn`."
        "convert a.txt --model letter.docx"
    P031 Error "gold document that cannot be read"
        "A line of a .jsonl file is no gold document: an object with `id`, `text` and `spans`, whose offsets lie in the text. See docs/recognizers.md."
        "learn gold.jsonl -o our.model, where a line of gold.jsonl is no JSON"
    P032 Error "nothing to learn"
        "No person, place or organization is marked in any of the documents, so there is nothing to learn from them."
        "learn empty.xml -o our.model, where empty.xml has no persName, placeName or orgName"
    P060 Error "project file with an error"
        "A postil.toml has an error: its syntax, an unknown key, or a value that its key does not take. The message shows the line and what is allowed; docs/configuration.md has every key."
        "profil = \"leiden\""
    P061 Error "project file that is there already"
        "`postil init` never writes over a postil.toml. `postil init --stdout` shows what it would write, so that you can take over what you like."
        "init, where there is a postil.toml"
    P062 Error "authority file or model that is not there"
        "postil.toml names an authority file or a model that does not exist. Paths in postil.toml are relative to its folder."
        "authority = [\"nowhere.csv\"]"
    P055 Error "git does not do it"
        "What postil asked git for could not be done. The message is that of git: the folder lies in no repository, or git is not installed. `postil git setup --global` needs no repository."
        "postil git setup in a folder that is no repository."
    P066 Error "id that is no place for a result"
        "The `id` of a line of NDJSON says where in the output folder its result goes, and this one names no file there: it begins at the root, leads upwards with `..`, holds a colon, a backslash or a NUL, is empty, or a part of it begins with a dot. Nothing is ever written outside the output. The other lines were converted; with `--to ndjson` any id will do."
        "A line {\"id\": \"../a\", \"text\": \"He left.\"}."
    P080 Error "line that is no document"
        "A line of NDJSON is to be a JSON object with the members `id` (a string or a whole number) and `text` (a string), and at will `metadata` (an object) and `format` (`text` or `markdown`). The finding names the line, with `--to ndjson` in the answer to it; the other lines were converted."
        "A line {\"id\": 7}, which has no text."
    P081 Error "line that is too long"
        "A line of NDJSON holds more than 64 MiB. It was passed over without being kept in memory; the other lines were converted. Give a document of that size as a file."
        "A whole archive in the member `text` of one line."
    P082 Error "archive that cannot be read"
        "A file whose name ends with .zip, .tar, .tar.gz or .tgz is no archive of that form, is damaged, or has grown out of all proportion while it was decompressed. Make it again, or unpack it and convert the folder."
        "A download that broke off: letters.zip without its end."
    P083 Error "member of an archive refused"
        "The name of a member is no path below the archive: it begins at the root, leads upwards with `..`, holds a drive, a backslash or a NUL, or the member is a link. Such archives are made by mistake or to do harm. The other members were converted."
        "A member ../../a.txt."
    P084 Error "member of an archive too large"
        "A member has more than 64 MiB once it is decompressed. What an archive says of the size of its members is not believed, so that a few kilobytes cannot fill the memory. Unpack the archive and convert the folder."
        "A transcript of a gigabyte of one letter, compressed to a megabyte."
    P085 Error "document that is not in the corpus"
        "A result could not be taken into the corpus, because its file cannot be read, is not well-formed, or is no TEI document: somebody has edited it. The other documents are in the corpus."
        "tei/a.xml, in which an end tag was lost."
    P035 Error "authority file that cannot be read"
        "The file is no table with a column `name`, no well-formed TEI, or no JSON lines, or holds no person, place or organization. docs/names.md shows the forms."
        "convert --authority list.csv, where list.csv has no column `name`"
    P036 Warning "entry of an authority file that is left out"
        "The entry has no name, a type that is neither person, place nor org, or a name of more than 32 words. The rest of the file was taken."
        "A row whose type is `ship`."
    P037 Error "suggestions that cannot be read"
        "A line of the file is no JSON object with `source`, `start`, `end`, `type` and `text`. docs/names.md shows the form."
        "convert --suggest list.jsonl, where a line of list.jsonl is cut short"
    P038 Warning "suggestions for no file"
        "The suggestions name a source that is not among the inputs."
        "{\"source\": \"letter-99.txt\", ...}, where there are 12 letters"
    P039 Error "annotator that cannot be used"
        "The command of --annotator cannot be started, or did not answer the handshake with the version of the protocol that postil speaks. docs/names.md shows the protocol."
        "convert --annotator 'no-such-command'"
    P040 Warning "annotator without an answer"
        "The external annotator ended, took too long, or answered with something else than was asked for. The document was converted without its suggestions."
        "convert --annotator 'python3 crashes.py'"
    P070 Error "baseline that cannot be read"
        "The file of --baseline is missing, or a line of it is none that --write-baseline wrote. The run was not done, because every finding would have counted as new."
        "convert letters/ -o tei/ --baseline nowhere.jsonl"
    P071 Error "report that cannot be written"
        "A report or baseline cannot be written: its folder is missing, full or read-only, or a folder stands in its place. The documents of the run were written all the same, where it had begun."
        "convert letters/ -o tei/ --report nowhere/report.html"
    P072 Error "report that cannot be read"
        "The file is missing, or is no report that --report FILE.json wrote, or one of a later version of postil."
        "report merge letter.txt -o report.html"
    P050 Error "gold documents that cannot be read"
        "The file or folder of documents marked by hand is missing, empty, not well-formed, or no JSON Lines of the form that docs/score.md shows. Nothing was measured."
        "score gold.jsonl tei/, where gold.jsonl holds no JSON"
    P051 Warning "gold document without output"
        "There is no TEI file for this document among the output, or it is not well-formed. All marks of the document count as missed."
        "score gold/ tei/, where gold/a.xml has no tei/a.xml"
    F001 Error "new layout that would change more than white space"
        "The file in its new layout does not have the same canonical form as before, so it was left as it is. This is a bug of postil: please report it with the file."
        "No file is known to cause it."
    F002 Error "file that is no TEI document"
        "The root element of the file is not in the namespace of TEI (http://www.tei-c.org/ns/1.0), so `postil fmt` does not know where white space means nothing in it. Leave the file out, or declare the namespace."
        "fmt page.xhtml"
    F003 Error "file that cannot be rewritten in its place"
        "A member of an archive cannot be written alone. Unpack the archive and name the folder."
        "fmt letters.zip"
}

impl Code {
    /// What the catalogue knows of the code.
    pub fn entry(self) -> &'static CodeEntry {
        &CATALOGUE[self as usize]
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.entry().id)
    }
}

impl FromStr for Code {
    type Err = ();

    /// The code of an id such as `C001`, in either case.
    fn from_str(id: &str) -> Result<Self, ()> {
        CATALOGUE.iter().find(|entry| entry.id.eq_ignore_ascii_case(id)).map(|entry| entry.code).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_stands_at_its_own_place() {
        for entry in CATALOGUE {
            assert_eq!(entry.code.entry().id, entry.id);
            assert_eq!(entry.id.parse(), Ok(entry.code));
        }
    }
}
