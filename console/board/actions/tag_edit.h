// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/store/lab_store.h"

#include <QStringList>

#include <map>
#include <string>
#include <vector>

/// What becomes of the tags of many devices when some are added and some removed. Pure functions.
namespace labwarden::board {

/// A tag, how many of the devices have it, and what is wanted of it.
struct TagWish {
    enum class Wish { keep, all, none }; ///< as it is; every device has it; no device has it
    std::string tag;
    int on = 0; ///< devices that have it
    Wish wish = Wish::keep;
    bool operator==(const TagWish&) const = default;
};

/// The tags of the devices in the order of the alphabet, all kept.
std::vector<TagWish> tagsOf(const std::vector<const Device*>& devices);

using TagsByKey = std::map<std::string, std::vector<std::string>>;

/// What the wishes come to.
struct TagPlan {
    TagsByKey before, after; ///< of the devices whose tags change, by key
    int adding = 0;          ///< devices that get a tag, whichever
    int removing = 0;        ///< devices that lose one
    QStringList words;       ///< "Adds gpu to 8 devices", a line each
    QString whyNot;          ///< empty: it can be done
};
/// Tags keep their order, new ones come last.
TagPlan planOf(const std::vector<const Device*>& devices, const std::vector<TagWish>& wishes);

/// Why a text cannot be a tag; empty: it can.
QString whatIsWrongWithTag(const QString& tag);
/// All tags of the lab, in the order of the alphabet.
QStringList tagsOfLab(const console::LabStore& store);

/// Of `after` those that are still so in the store, with what they were before: what undoing sends.
TagsByKey undoOf(const TagPlan& plan, const console::LabStore& store);

} // namespace labwarden::board
