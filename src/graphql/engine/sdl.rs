//! The schema in its definition language.

use std::fmt::Write;

use super::{
    Literal,
    types::{FieldType, InputField, Types},
};

/// Prints all types by name; the root is `Query` by convention or said so first.
pub(super) fn print(types: &Types) -> String {
    let mut sdl = String::new();
    if types.query() != "Query" {
        push(
            &mut sdl,
            format_args!("schema {{\n  query: {}\n}}\n\n", types.query()),
        );
    }
    let blocks = types.names().into_iter();
    let blocks = blocks.filter(|name| !name.starts_with("__"));
    let blocks: Vec<String> = blocks.filter_map(|name| print_type(types, name)).collect();
    sdl.push_str(&blocks.join("\n"));
    sdl
}

fn print_type(types: &Types, name: &str) -> Option<String> {
    let mut sdl = String::new();
    print_description(&mut sdl, "", types.description_of(name)?);
    if let Some(object) = types.object(name) {
        push(&mut sdl, format_args!("type {name}"));
        if !object.interfaces.is_empty() {
            push(
                &mut sdl,
                format_args!(" implements {}", object.interfaces.join(" & ")),
            );
        }
        print_fields(&mut sdl, &object.fields);
    } else if let Some(interface) = types.interface(name) {
        push(&mut sdl, format_args!("interface {name}"));
        print_fields(&mut sdl, &interface.fields);
    } else if let Some(enum_type) = types.enum_type(name) {
        push(&mut sdl, format_args!("enum {name} {{\n"));
        for value in &enum_type.values {
            print_description(&mut sdl, "  ", &value.description);
            push(&mut sdl, format_args!("  {}\n", value.name));
        }
        sdl.push_str("}\n");
    } else if let Some(input_object) = types.input_object(name) {
        push(&mut sdl, format_args!("input {name} {{\n"));
        print_inputs(&mut sdl, "  ", &input_object.fields);
        sdl.push_str("}\n");
    } else {
        push(&mut sdl, format_args!("scalar {name}"));
        if let Some(url) = types.scalar(name)?.specified_by_url {
            push(
                &mut sdl,
                format_args!(" @specifiedBy(url: {})", Literal::from(url)),
            );
        }
        sdl.push('\n');
    }
    Some(sdl)
}

fn print_fields(sdl: &mut String, fields: &[FieldType]) {
    sdl.push_str(" {\n");
    for field in fields {
        print_description(sdl, "  ", field.description);
        push(sdl, format_args!("  {}", field.name));
        if !field.arguments.is_empty() {
            sdl.push_str("(\n");
            print_inputs(sdl, "    ", &field.arguments);
            sdl.push_str("  )");
        }
        push(sdl, format_args!(": {}", field.type_ref));
        if let Some(reason) = field.deprecation {
            push(
                sdl,
                format_args!(" @deprecated(reason: {})", Literal::from(reason)),
            );
        }
        sdl.push('\n');
    }
    sdl.push_str("}\n");
}

fn print_inputs(sdl: &mut String, indent: &str, inputs: &[InputField]) {
    for input in inputs {
        print_description(sdl, indent, &input.description);
        push(
            sdl,
            format_args!("{indent}{}: {}", input.name, input.type_ref),
        );
        if let Some(default) = &input.default {
            push(sdl, format_args!(" = {default}"));
        }
        sdl.push('\n');
    }
}

fn print_description(sdl: &mut String, indent: &str, description: &str) {
    if description.is_empty() {
        return;
    }
    let description = description.replace("\"\"\"", "\\\"\"\"");
    if !description.contains('\n') && !description.ends_with(['"', '\\']) {
        push(sdl, format_args!("{indent}\"\"\"{description}\"\"\"\n"));
        return;
    }
    push(sdl, format_args!("{indent}\"\"\"\n"));
    for line in description.lines() {
        push(
            sdl,
            format_args!("{}\n", format!("{indent}{line}").trim_end()),
        );
    }
    push(sdl, format_args!("{indent}\"\"\"\n"));
}

fn push(sdl: &mut String, text: std::fmt::Arguments<'_>) {
    sdl.write_fmt(text).expect("a String takes everything");
}
