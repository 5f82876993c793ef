//! How to write each change. It goes around the code that it changes and repeats none of it, so changes can nest.

use syn::spanned::Spanned;
use syn::{BinOp, Block, Expr, Lit, ReturnType, Signature, Stmt, Type};

use crate::finder::Finder;
use crate::source::Edit;

pub(crate) const ON: &str = "crate::mutation::on({})";

pub(crate) fn open(at: usize, text: impl Into<String>) -> Edit {
    Edit { start: at, end: at, text: text.into(), closes: false }
}

pub(crate) fn close(at: usize, text: impl Into<String>) -> Edit {
    Edit { start: at, end: at, text: text.into(), closes: true }
}

pub(crate) fn around((start, end): (usize, usize), before: impl Into<String>, after: &str) -> Vec<Edit> {
    vec![open(start, before), close(end, after)]
}

fn has_let(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(binary) => has_let(&binary.left) || has_let(&binary.right),
        _ => false,
    }
}

impl Finder<'_> {
    pub(crate) fn body(&mut self, signature: &Signature, block: &Block) {
        let values: &[&str] = match &signature.output {
            ReturnType::Default => &[""],
            ReturnType::Type(_, returned) => match returned.as_ref() {
                Type::Never(_) | Type::ImplTrait(_) => &[],
                Type::Path(path) => match path.path.segments.last().map(|last| last.ident.to_string()).as_deref() {
                    Some("bool") => &["true", "false"],
                    Some("Result") => &["Ok(Default::default())"],
                    _ => &["Default::default()"],
                },
                _ => &["Default::default()"],
            },
        };
        let values = if block.stmts.is_empty() { &[] } else { values };
        let at = self.source.range(block).0 + 1;
        for value in values {
            let name = if value.is_empty() { "nothing" } else { value };
            self.add(
                block,
                format!("the body is {name}"),
                vec![vec![open(at, format!(" if {ON} {{ return {value}; }} "))]],
            );
        }
    }

    pub(crate) fn removable(&mut self, node: &impl Spanned, change: &str) {
        let range = self.source.range(node);
        self.add(node, format!("without {change}"), vec![around(range, format!("if !{ON} {{ "), " }")]);
    }

    /// The last expression of a block without a value.
    pub(crate) fn unit_tail(&mut self, block: &Block) {
        if let Some(Stmt::Expr(last)) = block.stmts.last() {
            let change = self.quoted(last);
            self.removable(last, &change);
        }
    }

    pub(crate) fn condition(&mut self, cond: &Expr) {
        let has_own = match cond {
            Expr::Binary(binary) => matches!(binary.op, BinOp::Eq(_) | BinOp::Ne(_)),
            Expr::Macro(call) => call.mac.path.is_ident("cfg"),
            _ => has_let(cond),
        };
        if !has_own && !self.alone {
            let (change, range) = (format!("not {}", self.quoted(cond)), self.source.range(cond));
            self.add(cond, change, vec![around(range, format!("({ON} ^ ("), "))")]);
        }
    }

    pub(crate) fn binary(&mut self, binary: &syn::ExprBinary) {
        let ((start, middle), (from, end)) = (self.source.range(&binary.left), self.source.range(&binary.right));
        let operator = self.source.snippet(self.source.range(&binary.op));
        let call = |name: &str| {
            let between = Edit { start: middle, end: from, text: "), (".to_owned(), closes: true };
            vec![vec![open(start, format!("crate::mutation::{name}({{}}, (")), between, close(end, "))")]]
        };
        let compare = |name: &str| {
            let between = Edit { start: middle, end: from, text: "), &(".to_owned(), closes: true };
            vec![vec![open(start, format!("crate::mutation::{name}({{}}, &(")), between, close(end, "))")]]
        };
        let logical = |is_run: &str| {
            let between = format!("); if mutation_left {is_run} {ON} {{ (");
            let between = Edit { start: middle, end: from, text: between, closes: true };
            vec![vec![open(start, "({ let mutation_left = ("), between, close(end, ") } else { mutation_left } })")]]
        };
        let (other, ways) = match binary.op {
            BinOp::Eq(_) => ("!=", vec![around((start, end), format!("({ON} ^ ("), "))")]),
            BinOp::Ne(_) => ("==", vec![around((start, end), format!("({ON} ^ ("), "))")]),
            BinOp::Lt(_) => ("<=", compare("lt")),
            BinOp::Le(_) => ("<", compare("le")),
            BinOp::Gt(_) => (">=", compare("gt")),
            BinOp::Ge(_) => (">", compare("ge")),
            BinOp::Add(_) => ("-", call("add")),
            BinOp::Sub(_) => ("+", call("sub")),
            BinOp::And(_) if !has_let(&binary.left) && !has_let(&binary.right) => ("||", logical("^")),
            BinOp::Or(_) => ("&&", logical("==")),
            _ => return,
        };
        self.add(binary, format!("{} with {other} for {operator}", self.quoted(binary)), ways);
    }

    pub(crate) fn literal(&mut self, literal: &syn::ExprLit) {
        let range = self.source.range(literal);
        let (change, alone, switched) = match &literal.lit {
            Lit::Int(number) => {
                let change = format!("{number} + 1");
                let ways = around(range, "crate::mutation::number({}, ", ")");
                (change.clone(), change, ways)
            }
            Lit::Bool(value) => {
                let switch = if value.value { format!("!{ON}") } else { ON.to_owned() };
                let edit = Edit { start: range.0, end: range.1, text: switch, closes: false };
                (format!("{} for {}", !value.value, value.value), (!value.value).to_string(), vec![edit])
            }
            _ => return,
        };
        let edits = if self.alone {
            vec![Edit { start: range.0, end: range.1, text: format!("({alone})"), closes: false }]
        } else {
            switched
        };
        self.add(literal, change, vec![edits]);
    }

    pub(crate) fn elements<'e>(&mut self, list: &impl Spanned, elements: impl Iterator<Item = &'e Expr>) {
        let ranges: Vec<_> = elements.map(|element| self.source.range(element)).collect();
        for (index, &(start, end)) in ranges.iter().enumerate() {
            let edits = if self.alone {
                let end = ranges.get(index + 1).map_or(end, |next| next.0);
                let start = if index + 1 == ranges.len() && index > 0 { ranges[index - 1].1 } else { start };
                vec![Edit { start, end, text: String::new(), closes: false }]
            } else {
                around(self.source.range(list), format!("crate::mutation::without({{}}, {index}, "), ")")
            };
            let change = format!("without the element `{}`", self.source.snippet((start, end)));
            self.add(list, change, vec![edits]);
        }
    }

    pub(crate) fn link(&mut self, call: &syn::ExprMethodCall) {
        let ((start, middle), end) = (self.source.range(&call.receiver), self.source.range(call).1);
        let change = format!("without `{}`", self.source.snippet((middle, end)));
        let it = format!(") {{ mutation_it => if {ON} {{ mutation_it }} else {{ mutation_it");
        let mut ways = vec![vec![open(start, "(match ("), close(middle, it), close(end, " } })")]];
        if matches!(*call.receiver, Expr::Path(_)) {
            let receiver = self.source.snippet((start, middle));
            for reference in ["&mut ", "&*"] {
                ways.push(around((start, end), format!("(if {ON} {{ {reference}{receiver} }} else {{ "), " })"));
            }
        }
        self.add(call, change, ways);
    }
}
