//! Attributes that Record refuses.

use rust_interop::Record;

#[derive(Record)]
struct Directions {
    #[serde(rename(serialize = "a", deserialize = "b"))] //~ C# has one name and one shape for both directions, so `rename` cannot depend on the direction: write `rename = "…"`
    renamed: u8,
}

#[derive(Record)]
#[serde(rename_all(serialize = "camelCase"))] //~ C# has one name and one shape for both directions, so `rename_all` cannot depend on the direction: write `rename_all = "…"`
struct RuleForOneDirection {
    a: u8,
}

#[derive(Record)]
#[serde(rename_all = "Train-Case")] //~ serde has no rule `Train-Case`
struct UnknownRule {
    a: u8,
}

#[derive(Record)]
#[serde(remote = "std::time::Instant")] //~ Record describes the type that it stands on: use `#[record(like = Type)]` at the field instead
struct Remote {
    #[serde(getter = "Self::a")]
    a: u8,
}

#[derive(Record)]
struct Getter {
    #[serde(getter = "Self::a")] //~ `getter` is for a type of another crate: use `#[record(like = Type)]` at the field instead
    a: u8,
}

#[derive(Record)]
struct Later {
    #[serde(an_attribute_of_tomorrow)] //~ Record doesn't know what serde's `an_attribute_of_tomorrow` does to the JSON here: remove it, or describe the JSON with `#[record(like = Type)]`
    a: u8,
}

#[derive(Record)]
struct With {
    #[serde(with = "module")] //~ Record doesn't know what JSON this function reads or writes: describe it with `#[record(like = Type)]`
    a: u8,
}

#[derive(Record)]
struct SerializeWith {
    #[serde(serialize_with = "function")] //~ Record doesn't know what JSON this function reads or writes: describe it with `#[record(like = Type)]`
    a: u8,
}

#[derive(Record)]
struct DeserializeWith {
    #[serde(default, deserialize_with = "function")] //~ Record doesn't know what JSON this function reads or writes: describe it with `#[record(like = Type)]`
    a: u8,
}

#[derive(Record)]
struct OptionalWithoutDefault {
    #[serde(skip_serializing_if = "Option::is_none", with = "rust_interop::optional")] //~ with `rust_interop::optional`, `None` is a member that is absent, for which serde also needs `default`: write `#[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]`
    a: Option<Option<u8>>,
}

#[derive(Record)]
#[serde(default)]
struct OptionalWithAnotherDefault {
    #[serde(default = "something", skip_serializing_if = "Option::is_none")]
    #[serde(with = "rust_interop::optional")] //~ with `rust_interop::optional`, `None` is a member that is absent, for which serde also needs `default`: write `#[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]`
    a: Option<Option<u8>>,
}

#[derive(Record)]
enum OptionalThatIsNeverLeftOut {
    A {
        #[serde(default, with = "rust_interop::optional")] //~ with `rust_interop::optional`, `None` is a member that is absent, for which serde also needs `skip_serializing_if = "Option::is_none"`: write `#[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]`
        a: Option<Option<u8>>,
    },
}

#[derive(Record)]
struct OptionalLeftOutByAnotherFunction {
    #[serde(default, skip_serializing_if = "is_none", with = "rust_interop::optional")] //~ with `rust_interop::optional`, `None` is a member that is absent, for which serde also needs `skip_serializing_if = "Option::is_none"`: write `#[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]`
    a: Option<Option<u8>>,
}

#[derive(Record)]
struct OptionalByFunctions {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(serialize_with = "rust_interop::optional::serialize")] //~ Record doesn't know what JSON this function reads or writes: describe it with `#[record(like = Type)]`
    a: Option<Option<u8>>,
}

#[derive(Record)]
struct OptionalInTuple(
    #[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")] Option<Option<u8>>, //~ Record cannot describe `default` here: give the field a name
    u8,
);

#[derive(Record)]
#[serde(transparent)] //~ a transparent struct is what its field is, so the field cannot be absent: remove `transparent`
struct OptionalAlone {
    #[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]
    a: Option<Option<u8>>,
}

#[derive(Record)]
#[serde(tag = "kind")] //~ C# has tags only for enums: add a field that holds the name
struct TaggedStruct {
    a: u8,
}

#[derive(Record)]
#[serde(content = "content")] //~ `content` needs `tag`
enum ContentOnly {
    A(u8),
}

#[derive(Record)]
enum Other {
    A,
    #[serde(other)] //~ C# has no variant for whatever is unknown: remove `other`
    B,
}

#[derive(Record)]
enum VariantWith {
    #[serde(with = "module")] //~ Record doesn't know the JSON of a variant with `with`: put it on the field
    A(u8),
}

#[derive(Record)]
enum UntaggedVariant {
    #[serde(untagged)] //~ Record doesn't know what serde's `untagged` does to the JSON here: remove it, or describe the JSON with `#[record(like = Type)]`
    A(u8),
}

#[derive(Record)]
enum LikeOnVariant {
    #[record(like = u8)] //~ `record` stands on a field or a type, not on a variant
    A,
}

#[derive(Record)]
struct UnknownOfOurs {
    #[record(alike = u8)] //~ `alike` is unknown: `#[record(like = Type)]` is all there is
    a: u8,
}

#[derive(Record)]
struct LikeNothing {
    #[record(like)] //~ `like = Type` is expected
    a: u8,
}

#[derive(Record)]
#[serde(from = "u8", into = "u16")] //~ C# has one shape for both directions, so `into` and `from` must name the same type: else say what the JSON looks like by `#[record(like = Type)]`
struct TwoShapes {
    a: u8,
}

#[derive(Record)]
#[serde(try_from = "u8")] //~ C# has one shape for both directions, and serde writes this type by its own fields: add `into`, or `#[record(like = Type)]`
struct GenericFromOnly<T> {
    a: T,
}

#[derive(Record)]
struct SkippedInTuple(u8, #[serde(skip)] u8); //~ Record cannot describe `skip` here: give the field a name

#[derive(Record)]
enum DefaultInTuple {
    A(u8, #[serde(default)] u8), //~ Record cannot describe `default` here: give the field a name
}

#[derive(Record)]
#[serde(transparent)] //~ Record cannot describe a transparent enum: use `#[record(like = Type)]`
enum TransparentEnum {
    A(u8),
}

#[derive(Record)]
#[serde(transparent)] //~ a transparent struct has exactly one field that is not skipped
struct TransparentPair {
    a: u8,
    b: u8,
}

#[derive(Record)]
#[repr(u8)] //~ serde writes an enum by its names, but serde_repr by its numbers: remove `repr`, or say that the JSON is a number by `#[record(like = u8)]`
enum Number {
    One = 1,
}

fn main() {}
