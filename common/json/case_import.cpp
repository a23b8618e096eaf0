// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/json/domain.h"

namespace labwarden {

using wire::Items;
using wire::Lines;
using wire::Range;
using wire::Text;

namespace {
constexpr Range count{.min = 0};
constexpr Range line{.min = 0, .max = 1e9};
constexpr Text long_text{.max = 100'000, .lines = Lines::many};

void readLine(wire::Fields& in, std::string_view name, std::size_t& out) {
    std::int64_t number = static_cast<std::int64_t>(out);
    in.optional(name, number, line);
    out = static_cast<std::size_t>(number);
}
} // namespace

void readFields(wire::Fields& in, CaseFile& out) {
    in.required("path", out.path, Text{.max = 1000, .min = 1});
    boost::json::value text; // whatever is in it: a file with a fault is refused by itself
    in.required("text", text);
    if (const boost::json::string* const string = text.if_string())
        out.text.assign(string->data(), string->size());
    else if (!text.is_null())
        in.fault("text", "must be a text");
}

void readFields(wire::Fields& in, CaseFolder& out) {
    in.required("files", out.files, Items{.max = mostImportedFiles, .min = 1});
}

void readFields(wire::Fields& in, CaseNote& out) {
    readLine(in, "line", out.line);
    in.required("message", out.message, long_text);
}

void readFields(wire::Fields& in, CaseFileFault& out) {
    readLine(in, "line", out.line);
    readLine(in, "column", out.column);
    in.optional("pointer", out.pointer, long_text);
    in.required("message", out.message, long_text);
}

void readFields(wire::Fields& in, ScriptToInstall& out) {
    in.required("name", out.name);
    in.required("text", out.text, Text{.max = 2 << 20, .lines = Lines::many});
}

void readFields(wire::Fields& in, ImportedCase& out) {
    readLine(in, "line", out.line);
    in.optional("key", out.key);
    in.optional("title", out.title);
    in.optional("change", out.change);
    in.optional("notes", out.notes, Items{.max = 10'000});
    in.optional("scripts", out.scripts, Items{.max = 10'000});
}

void readFields(wire::Fields& in, CaseFileReport& out) {
    in.required("path", out.path);
    in.required("outcome", out.outcome);
    in.optional("cases", out.cases, Items{.max = mostImportedCases});
    in.optional("faults", out.faults, Items{.max = 1'000'000});
}

void readFields(wire::Fields& in, CaseImportReport& out) {
    in.optional("dryRun", out.dryRun);
    in.required("imported", out.imported, count);
    in.required("withNotes", out.withNotes, count);
    in.required("refused", out.refused, count);
    in.optional("created", out.created, count);
    in.optional("updated", out.updated, count);
    in.optional("unchanged", out.unchanged, count);
    in.optional("files", out.files, Items{.max = 100'000});
}

} // namespace labwarden
