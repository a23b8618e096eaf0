// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/casetext/merge.h"

#include "common/casetext/matching.h"

#include <boost/describe.hpp>
#include <boost/json/value_from.hpp>

#include <algorithm>
#include <optional>

namespace labwarden::casetext {

namespace json = boost::json;

namespace {

using Names = std::vector<std::string>;

template<class T>
bool same(const T& a, const T& b) {
    return json::value_from(a) == json::value_from(b);
}

bool has(const Names& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
}

Names keep(const Names& names, const auto& wanted) {
    Names out;
    std::ranges::copy_if(names, std::back_inserter(out), wanted);
    return out;
}

/// What `others` has beyond `into`, each behind the one it stands behind there, and behind what `into` has
/// added itself at that place.
Names withAdditions(Names into, const Names& others, const Names& base) {
    const Names own = into;
    auto at = into.begin();
    for (const std::string& name : others) {
        if (const auto found = std::ranges::find(into, name); found != into.end()) {
            at = found + 1;
            continue;
        }
        while (at != into.end() && has(own, *at) && !has(base, *at) && !has(others, *at))
            ++at;
        at = into.insert(at, name) + 1;
    }
    return into;
}

class Merger {
public:
    explicit Merger(const Decisions& takeTheirs) : m_takeTheirs(takeTheirs) {}

    Merge run(const TestCaseDocument& base, const TestCaseDocument& mine, const TestCaseDocument& theirs) {
        Merge out;
        out.document = fields("", "", base, mine, theirs);
        out.choices = std::move(m_choices);
        return out;
    }

private:
    /// Whether theirs is to be taken.
    bool choose(const std::string& id, const std::string& pointer, json::value base, json::value mine,
                json::value theirs) {
        const bool iChanged = mine != base, theyChanged = theirs != base;
        m_choices.push_back(
            {id, pointer, std::move(base), std::move(mine), std::move(theirs), iChanged, theyChanged});
        const auto decided = m_takeTheirs.find(id);
        return decided == m_takeTheirs.end() ? !iChanged : decided->second;
    }

    template<class T>
    T fields(const std::string& id, const std::string& pointer, const T& base, const T& mine,
             const T& theirs) {
        T out = mine;
        boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
            [&](auto d) {
                const std::string step = std::string("/") + d.name;
                out.*d.pointer =
                    one(id + step, pointer + step, base.*d.pointer, mine.*d.pointer, theirs.*d.pointer);
            });
        return out;
    }

    template<class T>
    T one(const std::string& id, const std::string& pointer, const T& base, const T& mine, const T& theirs) {
        if (same(mine, theirs))
            return mine;
        if constexpr (std::is_same_v<T, Requirements>)
            return fields(id, pointer, base, mine, theirs);
        else
            return whole(id, pointer, base, mine, theirs);
    }

    template<class T>
    T whole(const std::string& id, const std::string& pointer, const T& base, const T& mine,
            const T& theirs) {
        return choose(id, pointer, json::value_from(base), json::value_from(mine), json::value_from(theirs))
                   ? theirs
                   : mine;
    }

    template<class T>
    std::vector<T> one(const std::string& id, const std::string& pointer, const std::vector<T>& base,
                       const std::vector<T>& mine, const std::vector<T>& theirs) {
        if (same(mine, theirs))
            return mine;
        if (pointer.ends_with("/arguments"))
            return whole(id, pointer, base, mine, theirs);
        return Lists<T>(*this, id, pointer, base, mine, theirs).run();
    }

    /// One list of items on its three sides.
    template<class T>
    class Lists {
    public:
        Lists(Merger& merger, const std::string& id, const std::string& pointer, const std::vector<T>& base,
              const std::vector<T>& mine, const std::vector<T>& theirs)
            : m_merger(merger)
            , m_id(id)
            , m_pointer(pointer)
            , m_base{base, identities(base)}
            , m_mine{mine, identities(mine)}
            , m_theirs{theirs, identities(theirs)} {}

        std::vector<T> run() {
            const Names names = keep(order(), [&](const std::string& name) { return stays(name); });
            std::vector<T> out;
            for (const std::string& name : names)
                out.push_back(item(name, m_pointer + '/' + std::to_string(out.size())));
            return out;
        }

    private:
        struct Side {
            const std::vector<T>& items;
            Names names;
            const T* find(const std::string& name) const {
                const auto found = std::ranges::find(names, name);
                return found == names.end() ? nullptr
                                            : &items[static_cast<std::size_t>(found - names.begin())];
            }
        };

        std::string idOf(const std::string& name) const { return m_id + '/' + pointerToken(name); }

        /// All names of all sides that may stay, in their order.
        Names order() {
            const auto common = [&](const std::string& name) {
                return has(m_base.names, name) && has(m_mine.names, name) && has(m_theirs.names, name);
            };
            const Names base = keep(m_base.names, common), mine = keep(m_mine.names, common),
                        theirs = keep(m_theirs.names, common);
            const bool takeTheirs =
                mine != theirs && m_merger.choose(m_id, m_pointer, json::value_from(base),
                                                  json::value_from(mine), json::value_from(theirs));
            return takeTheirs ? withAdditions(m_theirs.names, m_mine.names, m_base.names)
                              : withAdditions(m_mine.names, m_theirs.names, m_base.names);
        }

        bool stays(const std::string& name) {
            const auto value = [](const T* item) { return item ? json::value_from(*item) : json::value(); };
            const T* const mine = m_mine.find(name);
            const T* const theirs = m_theirs.find(name);
            if (mine && theirs)
                return true;
            const bool takeTheirs =
                m_merger.choose(idOf(name), m_pointer, value(m_base.find(name)), value(mine), value(theirs));
            return takeTheirs == (theirs != nullptr);
        }

        T item(const std::string& name, const std::string& pointer) {
            const T* const base = m_base.find(name);
            const T* const mine = m_mine.find(name);
            const T* const theirs = m_theirs.find(name);
            if (!mine || !theirs) {
                for (Choice& choice : m_merger.m_choices)
                    if (choice.id == idOf(name))
                        choice.pointer = pointer;
                return mine ? *mine : *theirs;
            }
            if constexpr (std::is_same_v<T, std::string>)
                return *mine;
            else
                return m_merger.fields(idOf(name), pointer, base ? *base : T{}, *mine, *theirs);
        }

        Merger& m_merger;
        const std::string &m_id, &m_pointer;
        Side m_base, m_mine, m_theirs;
    };

    const Decisions& m_takeTheirs;
    std::vector<Choice> m_choices;
};

} // namespace

Merge merge(const TestCaseDocument& base, const TestCaseDocument& mine, const TestCaseDocument& theirs,
            const Decisions& takeTheirs) {
    return Merger(takeTheirs).run(base, mine, theirs);
}

} // namespace labwarden::casetext
