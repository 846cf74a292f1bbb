//! What is said of a profile that cannot be read.

use crate::convention::Profile;

fn read(toml: &str) -> Result<Profile, (String, String, String)> {
    Profile::from_toml("mine", toml, &|_| None).map_err(|error| {
        let place = error.span.map(|span| toml[span.start..span.end].to_owned()).unwrap_or_default();
        (error.message, place, error.help.unwrap_or_default())
    })
}

fn siglum(lines: &str) -> String {
    format!(
        "[signs]\nsquare = {{ open = \"[\", close = \"]\" }}\n\n[[siglum]]\nid = \"one\"\n{lines}\n\
         example = \"\"\ngives = \"\"\nsee = \"\"\n"
    )
}

fn refused(lines: &str) -> (String, String, String) {
    read(&siglum(lines)).expect_err("the profile has an error")
}

#[test]
fn every_profile_that_ships_can_be_read() {
    for name in Profile::names() {
        let toml = Profile::embedded_toml(name).unwrap();
        assert!(Profile::from_toml(name, toml, &|_| None).is_ok(), "{name}");
    }
    assert!(Profile::embedded("nobody").is_none());
}

#[test]
fn an_unknown_element_is_shown_with_those_allowed() {
    let (message, place, help) = refused("tei = { element = \"gapp\" }");
    assert_eq!(message, "no convention may write the element `gapp`");
    assert_eq!(place, "\"gapp\"");
    assert!(help.contains("`gap`"));
}

#[test]
fn an_unknown_attribute_is_shown_with_those_allowed() {
    let (message, place, help) = refused("tei = { element = \"gap\", raeson = \"lost\" }");
    assert_eq!(message, "`raeson` is no attribute that a convention may write");
    assert_eq!(place, "\"lost\"");
    assert!(help.contains("`reason`"));
}

#[test]
fn a_pattern_that_does_not_compile_is_shown() {
    let (message, place, _) = refused("pattern = 'a(b'\ntei = { element = \"gap\" }");
    assert_eq!(message, "the pattern is no regular expression: unclosed group");
    assert_eq!(place, "'a(b'");
}

#[test]
fn an_unknown_macro_or_table_is_shown() {
    let (message, place, _) = refused("pattern = '{colour} ink'\ntei = { element = \"gap\" }");
    assert!(message.contains("`{colour}`"), "{message}");
    assert_eq!(place, "'{colour} ink'");
    let (message, _, _) = refused("label = { need = [\"colour\"] }\ntei = { element = \"gap\" }");
    assert_eq!(message, "there is no table of terms `colour`");
    let (message, _, _) = refused("pattern = 'ink'\ntei = { element = \"gap\", agent = \"{colour}\" }");
    assert_eq!(message, "the convention finds no `colour`");
}

#[test]
fn an_unknown_key_condition_or_sign_is_shown() {
    let (message, place, help) = refused("patern = 'a'\ntei = { element = \"gap\" }");
    assert_eq!((message.as_str(), place.as_str()), ("there is no key `patern` here", "patern"));
    assert!(help.starts_with("did you mean `pattern`? the keys are `id`"), "{help}");
    let (_, place, help) = refused("before = [\"nmae\"]\ntei = { element = \"gap\" }");
    assert_eq!(place, "\"nmae\"");
    assert!(help.contains("`capital`"));
    let (message, _, help) = refused("sign = \"round\"\ntei = { element = \"gap\" }");
    assert_eq!(message, "there is no sign `round`");
    assert!(help.contains("`square`"));
}

#[test]
fn a_profile_cannot_extend_itself_or_nobody() {
    let (message, place, _) = read("extends = \"mine\"").unwrap_err();
    assert!(message.contains("extends itself"));
    assert_eq!(place, "\"mine\"");
    let (message, _, help) = read("extends = \"archivel\"").unwrap_err();
    assert_eq!(message, "there is no profile `archivel` to extend");
    assert!(help.contains("`archival`"));
}

#[test]
fn a_project_changes_and_leaves_out_what_it_extends() {
    let own = "extends = \"archival\"\nwithout = [\"stamp\"]\n\n[[siglum]]\nid = \"sic\"\npattern = \"sic\"\n\
        tei = { element = \"note\", type = \"sic\" }\ncontent = \"keep\"\nexample = \"\"\ngives = \"\"\nsee = \"\"\n";
    let profile = read(own).unwrap();
    let ids: Vec<&str> = profile.sigla().iter().map(|siglum| siglum.id.as_str()).collect();
    assert_eq!(ids[0], "sic");
    assert_eq!(ids.iter().filter(|id| **id == "sic").count(), 1);
    assert!(!ids.contains(&"stamp") && ids.contains(&"omitted"));
    assert!(read("extends = \"archival\"\nwithout = [\"stmap\"]").is_err());
}

#[test]
fn two_conventions_cannot_share_an_id() {
    let one = siglum("tei = { element = \"gap\" }");
    let twice = format!(
        "{one}\n[[siglum]]\nid = \"one\"\ntei = {{ element = \"gap\" }}\nexample = \"\"\ngives = \"\"\nsee = \"\"\n"
    );
    assert_eq!(read(&twice).unwrap_err().0, "two conventions have the id `one`");
}

#[test]
fn a_field_of_the_header_must_be_one() {
    let (message, _, help) = read("[header]\ntitel = [\"Titel\"]").unwrap_err();
    assert_eq!(message, "`titel` is no field of the header");
    assert!(help.contains("`title`"));
}

#[test]
fn labels_of_the_header_are_found_in_any_case() {
    let profile = read("[header]\ntitle = [\"Document Title:\"]").unwrap();
    assert!(profile.header_keys().key("document title").is_some());
}

#[test]
fn threads_can_share_a_profile() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&Profile::default());
}
