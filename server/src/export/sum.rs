//! A sum over an export, to find out that a file was cut off or changed on its way.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// What stands before the part that is summed.
const BEFORE: [&str; 2] = ["competentiespel", "sha256"];

/// SHA-256, as 64 hexadecimal digits, over the fields of an export but the first two, written as
/// JSON without white space and with the keys of every object in order of their bytes. So white
/// space and the order of keys in a file make no difference.
pub(crate) fn sum(export: &Value) -> String {
    let mut digest = Sha256::new();
    match export {
        Value::Object(fields) => write_object(&mut digest, fields, &BEFORE),
        other => write(&mut digest, other),
    }
    hex(&digest.finalize())
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn write(digest: &mut Sha256, value: &Value) {
    match value {
        Value::Array(values) => {
            digest.update("[");
            for (place, value) in values.iter().enumerate() {
                digest.update(if place == 0 { "" } else { "," });
                write(digest, value);
            }
            digest.update("]");
        }
        Value::Object(fields) => write_object(digest, fields, &[]),
        simple => digest.update(simple.to_string()),
    }
}

fn write_object(digest: &mut Sha256, fields: &Map<String, Value>, without: &[&str]) {
    // A map that keeps the order of the file would have another.
    let mut keys: Vec<&String> = fields.keys().collect();
    keys.retain(|key| !without.contains(&key.as_str()));
    keys.sort();
    digest.update("{");
    for (place, key) in keys.into_iter().enumerate() {
        digest.update(if place == 0 { "" } else { "," });
        digest.update(Value::from(key.as_str()).to_string());
        digest.update(":");
        write(digest, &fields[key]);
    }
    digest.update("}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> String {
        sum(&serde_json::from_str(json).expect("JSON"))
    }

    #[test]
    fn white_space_and_the_order_of_keys_make_no_difference() {
        let one = of(r#"{"competentiespel":2,"sha256":"x","a":[1,{"c":"é","b":null}],"d":true}"#);
        let other =
            of("{\"d\": true,\n \"sha256\": \"y\", \"a\": [1, {\"b\": null, \"c\": \"\\u00e9\"}]}");
        assert_eq!(one, other);
        assert_eq!(
            one,
            hex(&Sha256::digest(r#"{"a":[1,{"b":null,"c":"é"}],"d":true}"#))
        );
    }

    #[test]
    fn any_other_change_does() {
        let whole = of(r#"{"a":[1,"2"],"b":{}}"#);
        for other in [
            r#"{"a":[1,2],"b":{}}"#,
            r#"{"a":["2",1],"b":{}}"#,
            r#"{"a":[1,"2"]}"#,
            r#"{"a":[1,"2"],"b":[]}"#,
        ] {
            assert_ne!(of(other), whole, "{other}");
        }
    }
}
