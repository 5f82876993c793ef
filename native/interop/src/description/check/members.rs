//! The members of objects that are made of several types.

use super::arguments::{Arguments, Instance};
use super::instances;
use super::problem::Problem;
use crate::description::text::is_equal;
use crate::description::{Body, Field, Shape};

/// What is wrong with a flattened field, among all fields and beside the enum's tag.
pub(crate) const fn flattened(fields: &'static [Field], index: usize, tag: Option<&'static str>) -> Option<Problem> {
    let shape = fields[index].shape;
    let Some(members) = members_of(shape, None) else {
        if !is_map(shape, None) {
            return Some(Problem::new("`flatten` is possible for a struct and for a map; a type parameter is neither"));
        }
        return if shares_its_members(fields, index) {
            Some(Problem::new(
                "serde gives the members of a flattened map also to another flattened map, and it gets those of a \
                 struct that has flattened fields of its own: flatten one of them",
            ))
        } else {
            instances::problem(shape, None)
        };
    };
    if let Some(tag) = tag
        && has(members, tag)
    {
        return Some(twice(tag));
    }
    let mut other = 0;
    while other < fields.len() {
        let field = &fields[other];
        let name = match members_of(field.shape, None) {
            // The other one finds it, if it comes later.
            _ if other == index || field.flatten && other > index => None,
            Some(others) if field.flatten => first_in_both(others, members),
            _ if !field.flatten && has(members, field.name) => Some(field.name),
            _ => None,
        };
        if let Some(name) = name {
            return Some(twice(name));
        }
        other += 1;
    }
    instances::problem(shape, None)
}

/// What is wrong with the content of a variant without names, beside the enum's tag.
pub(crate) const fn beside_tag(content: &'static Shape, tag: &'static str) -> Option<Problem> {
    match members_of(content, None) {
        None => Some(Problem::new(
            "serde puts the tag among the members of the content, so the content must be a struct: give the enum a `content`",
        )),
        Some(members) if has(members, tag) => Some(twice(tag)),
        Some(_) => instances::problem(content, None),
    }
}

const fn twice(name: &'static str) -> Problem {
    Problem::of_name("the JSON has two members named `", name, "`: rename one")
}

/// The fields of a struct, or of one within a newtype.
pub(crate) const fn members_of(shape: &Shape, arguments: Arguments<'_>) -> Option<&'static [Field]> {
    match shape {
        Shape::Named(link, values) => {
            let definition = link.definition();
            match &definition.body {
                Body::Struct(fields) => Some(fields),
                Body::Newtype(content) => members_of(content, Some(&Instance { definition, values, outer: arguments })),
                _ => None,
            }
        }
        Shape::Parameter(index) => match arguments {
            Some(instance) => members_of(instance.values[*index], instance.outer),
            None => None,
        },
        _ => None,
    }
}

const fn is_map(shape: &Shape, arguments: Arguments<'_>) -> bool {
    match shape {
        Shape::Map(..) => true,
        Shape::Named(link, values) => {
            let definition = link.definition();
            match &definition.body {
                Body::Newtype(content) => is_map(content, Some(&Instance { definition, values, outer: arguments })),
                _ => false,
            }
        }
        Shape::Parameter(index) => match arguments {
            Some(instance) => is_map(instance.values[*index], instance.outer),
            None => false,
        },
        _ => false,
    }
}

/// Whether serde reads members of a flattened map into another field too, or the other way round.
const fn shares_its_members(fields: &[Field], map: usize) -> bool {
    let mut index = 0;
    while index < fields.len() {
        let other = &fields[index];
        if index != map && other.flatten {
            match members_of(other.shape, None) {
                Some(members) if has_flattened(members) => return true,
                None if is_map(other.shape, None) => return true,
                _ => {}
            }
        }
        index += 1;
    }
    false
}

const fn has_flattened(members: &[Field]) -> bool {
    let mut index = 0;
    while index < members.len() {
        if members[index].flatten {
            return true;
        }
        index += 1;
    }
    false
}

const fn has(members: &[Field], name: &str) -> bool {
    let mut index = 0;
    while index < members.len() {
        let member = &members[index];
        let is_it = match members_of(member.shape, None) {
            Some(inner) if member.flatten => has(inner, name),
            _ => !member.flatten && is_equal(member.name, name),
        };
        if is_it {
            return true;
        }
        index += 1;
    }
    false
}

const fn first_in_both(one: &'static [Field], other: &[Field]) -> Option<&'static str> {
    let mut index = 0;
    while index < one.len() {
        let member = &one[index];
        let name = match members_of(member.shape, None) {
            Some(inner) if member.flatten => first_in_both(inner, other),
            _ if !member.flatten && has(other, member.name) => Some(member.name),
            _ => None,
        };
        if name.is_some() {
            return name;
        }
        index += 1;
    }
    None
}
