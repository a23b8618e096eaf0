// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/agent/profile.h"

#include <boost/json.hpp>

#include <array>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace labwarden::agent {
namespace {

namespace json = boost::json;

constexpr std::string_view lab = R"({
  "name": "lab",
  "kinds": [
    {"name": "converter", "vbus": 12, "rise": 38, "lag": 90, "loadCurrent": 9},
    {"name": "drive", "vbus": 12, "ripple": 0.05, "sag": 0.6, "rise": 46, "lag": 60, "loadCurrent": 14, "loaded": [20, 90], "idle": [20, 60]},
    {"name": "gateway", "vbus": 12, "ripple": 0.01, "sag": 0.1, "rise": 14, "lag": 150, "idleCurrent": 0.3, "loadCurrent": 1.2}
  ],
  "flaky": {"share": 0.1, "every": [60, 180], "length": [3, 15]},
  "away": {"share": 0.06, "every": [45, 400], "length": [120, 600]}
})";

constexpr std::string_view steady = R"({
  "name": "steady",
  "kinds": [{"name": "converter", "vbus": 12, "rise": 30, "lag": 60}]
})";

constexpr std::array<std::pair<std::string_view, std::string_view>, 2> builtIn{
    {{"lab", lab}, {"steady", steady}}};

[[noreturn]] void fail(const std::string& where, const std::string& what) {
    throw std::runtime_error((where.empty() ? "/" : where) + ": " + what);
}

/// Reads an object of known members; one it does not know is an error, or a misspelt one would be silently
/// without effect.
class Members {
public:
    Members(const json::value& value, std::string where)
        : m_where(std::move(where)), m_object(value.if_object()) {
        if (m_object == nullptr)
            fail(m_where, "must be an object");
    }
    void number(std::string_view name, double& out, double low, double high) {
        if (const auto* value = take(name)) {
            if (!value->is_number() ||
                !(value->to_number<double>() >= low && value->to_number<double>() <= high))
                fail(at(name),
                     "must be a number from " + std::to_string(low) + " to " + std::to_string(high));
            out = value->to_number<double>();
        }
    }
    void text(std::string_view name, std::string& out) {
        if (const auto* value = take(name)) {
            if (!value->is_string())
                fail(at(name), "must be a text");
            out = value->get_string();
        }
    }
    void span(std::string_view name, Span& out) {
        const auto* value = take(name);
        if (value == nullptr)
            return;
        const auto* pair = value->if_array();
        if (pair == nullptr || pair->size() != 2 || !(*pair)[0].is_number() || !(*pair)[1].is_number())
            fail(at(name), "must be two numbers of seconds");
        out = {(*pair)[0].to_number<double>(), (*pair)[1].to_number<double>()};
        if (!(out.low >= 0.1 && out.low <= out.high && out.high <= 1e6))
            fail(at(name), "must be two rising numbers of seconds, from 0.1 on");
    }
    const json::value* take(std::string_view name) {
        const auto* value = m_object->if_contains(json::string_view(name.data(), name.size()));
        if (value != nullptr)
            m_names += " " + std::string(name) + " ";
        return value;
    }
    void done() const {
        for (const auto& member : *m_object)
            if (m_names.find(" " + std::string(member.key()) + " ") == std::string::npos)
                fail(at({member.key().data(), member.key().size()}), "is not known");
    }
    std::string at(std::string_view name) const { return m_where + "/" + std::string(name); }

private:
    const std::string m_where;
    const json::object* m_object;
    std::string m_names;
};

KindProfile readKind(const json::value& value, const std::string& where) {
    KindProfile kind;
    Members in(value, where);
    in.text("name", kind.name);
    in.number("vbus", kind.vbus, 0, 1000);
    in.number("ripple", kind.ripple, 0, 100);
    in.number("sag", kind.sag, 0, 1000);
    in.number("idleCurrent", kind.idleCurrent, 0, 1000);
    in.number("loadCurrent", kind.loadCurrent, 0, 1000);
    in.number("rise", kind.rise, 0, 500);
    in.number("lag", kind.lag, 0.1, 100'000);
    in.span("loaded", kind.loaded);
    in.span("idle", kind.idle);
    in.done();
    if (kind.name.empty())
        fail(where + "/name", "is required");
    return kind;
}

void readOutage(Members& parent, std::string_view name, OutageProfile& outage) {
    const auto* value = parent.take(name);
    if (value == nullptr)
        return;
    Members in(*value, parent.at(name));
    in.number("share", outage.share, 0, 1);
    in.span("every", outage.every);
    in.span("length", outage.length);
    in.done();
    if (outage.share > 0 && (outage.every.high <= 0 || outage.length.high <= 0))
        fail(parent.at(name), "needs \"every\" and \"length\"");
}

} // namespace

std::vector<std::string> Profile::names() {
    std::vector<std::string> names;
    for (const auto& [name, text] : builtIn)
        names.emplace_back(name);
    return names;
}

Profile Profile::load(const std::string& nameOrFile) {
    for (const auto& [name, text] : builtIn)
        if (name == nameOrFile)
            return parse(text);
    std::ifstream file(nameOrFile);
    if (!file) {
        std::string known;
        for (const auto& name : names())
            known += (known.empty() ? "" : ", ") + name;
        throw std::runtime_error("is neither a built-in profile (" + known + ") nor a file that can be read");
    }
    std::stringstream text;
    text << file.rdbuf();
    return parse(text.str());
}

Profile Profile::parse(std::string_view text) {
    boost::system::error_code error;
    const auto document = json::parse(json::string_view(text.data(), text.size()), error);
    if (error)
        throw std::runtime_error("is no JSON: " + error.message());
    Profile profile;
    Members in(document, "");
    in.text("name", profile.name);
    in.number("ambient", profile.ambient, -60, 100);
    in.number("ambientSwing", profile.ambientSwing, 0, 50);
    in.number("ambientPeriod", profile.ambientPeriod, 1, 1e7);
    const auto* kinds = in.take("kinds");
    if (kinds == nullptr || !kinds->is_array() || kinds->get_array().empty())
        fail("/kinds", "must be an array of at least one kind");
    for (std::size_t i = 0; i < kinds->get_array().size(); ++i)
        profile.kinds.push_back(readKind(kinds->get_array()[i], "/kinds/" + std::to_string(i)));
    readOutage(in, "flaky", profile.flaky);
    readOutage(in, "away", profile.away);
    in.done();
    return profile;
}

} // namespace labwarden::agent
