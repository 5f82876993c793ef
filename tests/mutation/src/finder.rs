//! Finds what to change.

use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Block, Expr, Pat, Signature, Stmt, Token, Type, UnOp};

use crate::changes::{ON, around, close, open};
use crate::left_out::{is_conversion, is_elsewhere, is_left_out};
use crate::source::{Edit, Mutant, Source};

pub(crate) fn mutants(text: &str) -> syn::Result<Vec<Mutant>> {
    let source = Source::new(text);
    let file = syn::parse_file(&source.parsable())?;
    let mut finder = Finder { source, names: Vec::new(), alone: false, found: Vec::new() };
    finder.visit_file(&file);
    Ok(finder.found)
}

pub(crate) struct Finder<'a> {
    pub(crate) source: Source<'a>,
    /// The types and functions around the current place.
    names: Vec<String>,
    /// Whether the code is evaluated at compile time, so that it can't have a switch.
    pub(crate) alone: bool,
    found: Vec<Mutant>,
}

impl Finder<'_> {
    pub(crate) fn add(&mut self, node: &impl Spanned, change: impl Into<String>, ways: Vec<Vec<Edit>>) {
        let range = self.source.range(node);
        let (function, change) = (self.names.join("::"), change.into());
        self.found.push(Mutant { function, change, range, ways, alone: self.alone });
    }

    pub(crate) fn quoted(&self, node: &impl Spanned) -> String {
        format!("`{}`", self.source.snippet(self.source.range(node)))
    }

    fn is_of(&self, expr: &Expr, beginnings: &[&str]) -> bool {
        let text = self.source.snippet(self.source.range(expr));
        beginnings.iter().any(|beginning| text.starts_with(beginning))
    }

    fn within(&mut self, name: String, visit: impl FnOnce(&mut Self)) {
        self.names.push(name);
        visit(self);
        self.names.pop();
    }

    fn compiled_in(&mut self, name: String, visit: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.alone, true);
        self.within(name, visit);
        self.alone = before;
    }

    fn function(&mut self, attributes: &[Attribute], signature: &Signature, block: Option<&Block>) {
        let name = signature.ident.to_string();
        // Display and Debug only write text for people.
        let (Some(block), false, true) = (block, is_left_out(attributes), name != "fmt") else { return };
        if signature.constness.is_some() {
            return self.compiled_in(name, |finder| finder.visit_block(block));
        }
        self.within(name, |finder| {
            finder.body(signature, block);
            finder.visit_block(block);
        });
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        use syn::Item::{Const, Fn, Impl, Mod, Static, Trait};
        match item {
            Fn(item) => self.function(&item.attrs, &item.sig, Some(&item.block)),
            Const(item) if !is_left_out(&item.attrs) => {
                self.compiled_in(item.ident.to_string(), |finder| finder.visit_expr(&item.expr))
            }
            Static(item) if !is_left_out(&item.attrs) => {
                self.compiled_in(item.ident.to_string(), |finder| finder.visit_expr(&item.expr))
            }
            Mod(item) if !is_left_out(&item.attrs) => {
                self.within(item.ident.to_string(), |finder| visit::visit_item_mod(finder, item))
            }
            Impl(item) if !is_left_out(&item.attrs) => {
                let name = self.source.snippet(self.source.range(&item.self_ty));
                let name = name.split('<').next().unwrap_or_default().to_owned();
                self.within(name, |finder| item.items.iter().for_each(|item| finder.visit_impl_item(item)));
            }
            Trait(item) => self.within(item.ident.to_string(), |finder| visit::visit_item_trait(finder, item)),
            _ => {}
        }
    }

    fn visit_impl_item_method(&mut self, item: &'ast syn::ImplItemMethod) {
        self.function(&item.attrs, &item.sig, Some(&item.block));
    }

    fn visit_trait_item_method(&mut self, item: &'ast syn::TraitItemMethod) {
        self.function(&item.attrs, &item.sig, item.default.as_ref());
    }

    fn visit_impl_item_const(&mut self, item: &'ast syn::ImplItemConst) {
        self.compiled_in(item.ident.to_string(), |finder| finder.visit_expr(&item.expr));
    }

    // Patterns and types have no expressions that are evaluated.
    fn visit_pat(&mut self, _: &'ast Pat) {}
    fn visit_type(&mut self, _: &'ast Type) {}
    fn visit_path(&mut self, _: &'ast syn::Path) {}
    fn visit_attribute(&mut self, _: &'ast Attribute) {}

    fn visit_block(&mut self, block: &'ast Block) {
        for (index, statement) in block.stmts.iter().enumerate() {
            let is_last = index + 1 == block.stmts.len();
            match statement {
                _ if self.alone => {}
                // When a lock is released only affects time, and an assertion is a test.
                Stmt::Semi(expr, _) | Stmt::Expr(expr)
                    if is_elsewhere(expr) || self.is_of(expr, &["drop(", "debug_assert"]) => {}
                Stmt::Semi(Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) | Expr::Verbatim(_), _) => {}
                Stmt::Semi(expr, _) => {
                    let change = self.quoted(expr);
                    self.removable(statement, &change);
                }
                Stmt::Expr(expr) if !is_last => {
                    let change = self.quoted(expr);
                    self.removable(statement, &change);
                }
                _ => {}
            }
            self.visit_stmt(statement);
        }
    }

    fn visit_expr_if(&mut self, expr: &'ast syn::ExprIf) {
        self.condition(&expr.cond);
        if expr.else_branch.is_none() {
            self.unit_tail(&expr.then_branch);
        }
        visit::visit_expr_if(self, expr);
    }

    fn visit_expr_while(&mut self, expr: &'ast syn::ExprWhile) {
        self.condition(&expr.cond);
        self.unit_tail(&expr.body);
        visit::visit_expr_while(self, expr);
    }

    fn visit_expr_for_loop(&mut self, expr: &'ast syn::ExprForLoop) {
        self.unit_tail(&expr.body);
        visit::visit_expr_for_loop(self, expr);
    }

    fn visit_expr_match(&mut self, expr: &'ast syn::ExprMatch) {
        let end = self.source.range(expr).1 - 1;
        let last = expr.arms.last().map(|arm| (&arm.pat, arm.comma.is_some() || matches!(*arm.body, Expr::Block(_))));
        // Whatever the other arms don't match is then an error.
        let rest = match last {
            Some((Pat::Wild(_), _)) | None => "",
            Some((_, true)) => " _ => crate::mutation::unmatched(),",
            Some((_, false)) => ", _ => crate::mutation::unmatched()",
        };
        for (index, arm) in expr.arms.iter().enumerate() {
            let range = self.source.range(&arm.pat);
            let change = format!("without the arm {}", self.quoted(&arm.pat));
            match &arm.guard {
                _ if self.alone || is_left_out(&arm.attrs) => {}
                Some((_, guard)) => {
                    let within = self.source.range(guard.as_ref());
                    self.add(arm, change, vec![around(within, format!("!{ON} && ("), ")")]);
                    self.condition(guard);
                }
                None if index + 1 < expr.arms.len() || !rest.is_empty() => {
                    self.add(arm, change, vec![vec![close(range.1, format!(" if !{ON}")), open(end, rest)]]);
                }
                None => {}
            }
        }
        visit::visit_expr_match(self, expr);
    }

    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Binary(binary) if !self.alone => self.binary(binary),
            Expr::Unary(unary) if !self.alone && matches!(unary.op, UnOp::Not(_)) => {
                let (change, range) = (format!("{} without !", self.quoted(unary)), self.source.range(unary));
                self.add(unary, change, vec![around(range, format!("({ON} ^ ("), "))")]);
            }
            Expr::Lit(literal) => self.literal(literal),
            Expr::Array(array) => self.elements(array, array.elems.iter()),
            Expr::MethodCall(call) if !self.alone && !is_conversion(&call.method.to_string()) => self.link(call),
            // A buffer, and the initial capacity of something.
            Expr::Repeat(_) => return,
            Expr::Call(call) if self.quoted(&call.func).contains("with_capacity") => return,
            _ if is_elsewhere(expr) => return,
            Expr::Macro(call) if call.mac.path.is_ident("vec") => {
                let list = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(call.mac.tokens.clone());
                if let Ok(list) = list {
                    let list: Vec<Expr> = list.into_iter().collect();
                    self.elements(call, list.iter());
                    list.iter().for_each(|element| Finder::visit_expr(self, element));
                }
            }
            // `let … else`, which syn passes on unparsed.
            Expr::Verbatim(tokens) => {
                let parse = |input: ParseStream<'_>| {
                    input.parse::<Token![let]>()?;
                    input.parse::<Pat>()?;
                    input.parse::<Token![=]>()?;
                    let value: Expr = input.parse()?;
                    input.parse::<Token![else]>()?;
                    Ok((value, input.parse::<Block>()?))
                };
                if let Ok((value, block)) = parse.parse2(tokens.clone()) {
                    Finder::visit_expr(self, &value);
                    Finder::visit_block(self, &block);
                }
            }
            _ => {}
        }
        visit::visit_expr(self, expr);
    }
}
