//! Citations in the manner of many archives; the documents are invented.

use super::*;

/// The parts of a citation as `key=words` or `kind=words`.
fn parts(citation: &str) -> Vec<String> {
    let fields = take_apart(citation, FieldOrigin::Line);
    let name = |field: &Field| {
        if field.key == FieldKey::Shelfmark { field.label.clone() } else { field.key.name().to_owned() }
    };
    fields.iter().map(|field| format!("{}={}", name(field), field.as_str())).collect()
}

macro_rules! citations {
    ($($name:ident: $citation:literal => [$($part:literal),* $(,)?];)*) => {
        $(#[test]
        fn $name() {
            let mut found = parts($citation);
            let mut expected: Vec<String> = vec![$($part.to_owned()),*];
            found.sort();
            expected.sort();
            assert_eq!(found, expected);
        })*
    };
}

citations! {
    a_soviet_journal_in_a_digital_archive:
        "\"Journal of Soviet Ambassador to the MPR S. M. Zabelin for 12-15 October 1957\", October 15, 1957, Lakeside Digital Archive, AVPRF fond 0311, opis 9, delo 14, p.58-63. Translated by Helen Marsh. https://archive.example.org/document/100457"
        => ["title=Journal of Soviet Ambassador to the MPR S. M. Zabelin for 12-15 October 1957", "date=October 15, 1957", "publisher=Lakeside Digital Archive", "repository=AVPRF", "fond=0311", "opis=9", "delo=14", "pages=p.58-63", "translator=Helen Marsh", "url=https://archive.example.org/document/100457"];
    abbreviated_soviet_parts:
        "RGASPI, f. 558, op. 11, d. 445, ll. 12-14ob."
        => ["repository=RGASPI", "fond=558", "opis=11", "delo=445", "pages=ll. 12-14ob"];
    cyrillic_parts:
        "РГАНИ, ф. 5, оп. 28, д. 314, лл. 33-59"
        => ["repository=РГАНИ", "fond=5", "opis=28", "delo=314", "pages=лл. 33-59"];
    a_garf_fond_with_a_letter:
        "GARF, f. R-9401, op. 2, d. 64, l. 9"
        => ["repository=GARF", "fond=R-9401", "opis=2", "delo=64", "pages=l. 9"];
    a_spelled_out_russian_archive:
        "Russian State Archive of Contemporary History (RGANI), fond 89, opis 38, delo 56, list 1-2. Obtained by Ann Weir and translated by Ben Calder."
        => ["repository=Russian State Archive of Contemporary History", "fond=89", "opis=38", "delo=56", "pages=list 1-2", "contributor=Ann Weir", "translator=Ben Calder"];
    a_packet_of_the_foreign_policy_archive:
        "AVP RF, fond 0100, opis 46, papka 362, delo 12"
        => ["repository=AVP RF", "fond=0100", "opis=46", "papka=362", "delo=12"];
    the_german_foreign_office:
        "PA AA, MfAA, A 6927, Bl. 5-7"
        => ["repository=PA AA", "class=A", "piece=6927", "pages=Bl. 5-7"];
    the_german_foreign_office_with_a_volume:
        "PA AA, B 130, Bd. 2254A. Translated by Carl Dunne."
        => ["repository=PA AA", "class=B", "piece=130", "volume=2254A", "translator=Carl Dunne"];
    the_federal_archives:
        "BArch, R 43-II/1405, Bl. 12"
        => ["repository=BArch", "class=R", "piece=43-II/1405", "pages=Bl. 12"];
    the_party_archive_of_the_gdr:
        "SAPMO-BArch, DY 30/3667, Bl. 133-141"
        => ["repository=SAPMO-BArch", "class=DY", "piece=30/3667", "pages=Bl. 133-141"];
    a_record_group:
        "National Archives, RG 59, Central Decimal File 1955-59, Box 2417, Folder 3"
        => ["repository=National Archives", "record-group=59", "collection=Central Decimal File 1955-59", "box=2417", "folder=3"];
    a_record_group_with_an_entry:
        "NARA, Record Group 218, Entry 47, Series B, Box 12"
        => ["repository=NARA", "record-group=218", "entry=47", "series=B", "box=12"];
    the_foreign_office_at_kew:
        "The National Archives (TNA), FO 371/12345, pp. 3–7"
        => ["repository=The National Archives", "class=FO", "piece=371/12345", "pages=pp. 3–7"];
    the_cabinet_at_kew:
        "TNA CAB 129/1"
        => ["repository=TNA", "class=CAB", "piece=129/1"];
    the_security_service_at_kew:
        "TNA, KV 2/15, 4 May 1946"
        => ["repository=TNA", "class=KV", "piece=2/15", "date=4 May 1946"];
    an_old_public_record_office_reference:
        "PRO, PREM 11/1582, 15th folio"
        => ["repository=PRO", "class=PREM", "piece=11/1582"];
    churchill_archives_centre:
        "Churchill Archives Centre, Churchill College, CHAR 20/12/3"
        => ["repository=Churchill Archives Centre", "class=CHAR", "piece=20/12/3"];
    the_institute_of_political_history:
        "AIPIT, fond 290, opis 1, delo 7"
        => ["repository=AIPIT", "fond=290", "opis=1", "delo=7"];
    the_hungarian_archives:
        "KTB MOL, XIX-J-1-j, 5. doboz, 00345/1959. Obtained and translated by Dora Flam."
        => ["repository=KTB MOL", "shelfmark=XIX-J-1-j", "contributor=Dora Flam", "translator=Dora Flam"];
    a_presidential_library:
        "LBJ Library, National Security File, Country File, Box 255, Folder 7"
        => ["repository=LBJ Library", "collection=National Security File", "collection=Country File", "box=255", "folder=7"];
    yad_vashem:
        "Yad Vashem, O.3/1234, pages 2-9"
        => ["repository=Yad Vashem", "class=O", "piece=3/1234", "pages=pages 2-9"];
    the_national_archives_of_ireland:
        "National Archives of Ireland, DFA/5/305/14"
        => ["repository=National Archives of Ireland", "class=DFA", "piece=5/305/14"];
    the_department_of_the_taoiseach:
        "NAI TSCH/3/14106, 2 June 1958"
        => ["repository=NAI", "class=TSCH", "piece=3/14106", "date=2 June 1958"];
    a_family_collection:
        "Anna Whitlock, Diary, vol. 3, Northgate Record Office, Whitlock Family Papers, Box 11, Folder 2, pp. 40-44."
        => ["volume=3", "repository=Northgate Record Office", "collection=Whitlock Family Papers", "box=11", "folder=2", "pages=pp. 40-44"];
    a_circular_of_a_maritime_archive:
        "Circular No. 2217, 5/18 April 1921, Maritime Papers of Syros, Record Group 3, Series B, Box 40, Folder 6, pp. 12-15."
        => ["date=5/18 April 1921", "collection=Maritime Papers of Syros", "record-group=3", "series=B", "box=40", "folder=6", "pages=pp. 12-15"];
    the_polish_foreign_ministry:
        "AMSZ, z. 10, w. 42, t. 361. Translated for the Harbour Project by Eva Zyl."
        => ["repository=AMSZ", "packet=42", "volume=361", "translator=Eva Zyl"];
    a_persistent_identifier:
        "Letter, 1961-03-02, Hoover Institution Library & Archives, Pask Papers, box 9. doi:10.1234/abc.def"
        => ["date=1961-03-02", "repository=Hoover Institution Library & Archives", "collection=Pask Papers", "box=9", "url=10.1234/abc.def"];
    a_curly_title_and_a_contributor:
        "“Record of a Conversation, Lund and Roux,” November 22, 1949, TsDA, Fond 1-B, Opis 64, File 12. Contributed by Jane Tolley; translated by K. L. Weir and M. Hobbs"
        => ["title=Record of a Conversation, Lund and Roux", "date=November 22, 1949", "repository=TsDA", "fond=1-B", "opis=64", "file=12", "contributor=Jane Tolley", "translator=K. L. Weir", "translator=M. Hobbs"];
    a_chinese_archive:
        "PRCFMA 106-00410-01, 1-9. Translated by Li Wen."
        => ["repository=PRCFMA", "shelfmark=106-00410-01", "translator=Li Wen"];
    a_microfilm:
        "US Holocaust Memorial Museum, RG-14.101M, reel 12, frames 220-231"
        => ["repository=US Holocaust Memorial Museum", "record-group=14.101M", "reel=12", "frame=220-231"];
    words_without_any_of_this:
        "In the possession of the family"
        => [];
}
