// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/actions/tag_edit.h"

#include "common/json/domain.h"
#include "console/board/actions/words.h"

#include <boost/json/value_from.hpp>

#include <QCoreApplication>

#include <algorithm>
#include <set>

namespace labwarden::board {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("TagEdit", text);
}

bool isAmong(const std::vector<std::string>& tags, const std::string& tag) {
    return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

} // namespace

std::vector<TagWish> tagsOf(const std::vector<const Device*>& devices) {
    std::map<std::string, int> counts;
    for (const Device* device : devices)
        for (const auto& tag : device->tags)
            ++counts[tag];
    std::vector<TagWish> tags;
    for (const auto& [tag, count] : counts)
        tags.push_back({tag, count, TagWish::Wish::keep});
    std::stable_sort(tags.begin(), tags.end(), [](const TagWish& a, const TagWish& b) {
        return QString::fromStdString(a.tag).compare(QString::fromStdString(b.tag), Qt::CaseInsensitive) < 0;
    });
    return tags;
}

TagPlan planOf(const std::vector<const Device*>& devices, const std::vector<TagWish>& wishes) {
    TagPlan plan;
    std::map<std::string, int> changes; // by tag: how many devices get it, or lose it
    QStringList tooMany;
    for (const Device* device : devices) {
        std::vector<std::string> after;
        bool loses = false, gets = false;
        for (const auto& tag : device->tags) {
            const auto wish = std::find_if(wishes.begin(), wishes.end(),
                                           [&](const TagWish& candidate) { return candidate.tag == tag; });
            if (wish != wishes.end() && wish->wish == TagWish::Wish::none) {
                loses = true;
                ++changes[tag];
            } else {
                after.push_back(tag);
            }
        }
        for (const auto& wish : wishes)
            if (wish.wish == TagWish::Wish::all && !isAmong(after, wish.tag)) {
                after.push_back(wish.tag);
                gets = true;
                ++changes[wish.tag];
            }
        if (!gets && !loses)
            continue;
        plan.adding += gets;
        plan.removing += loses;
        if (gets && after.size() > device_limits::tags)
            tooMany << QString::fromStdString(device->name);
        plan.before[device->key] = device->tags;
        plan.after[device->key] = std::move(after);
    }
    for (const auto& wish : wishes) {
        const auto at = changes.find(wish.tag);
        if (at == changes.end())
            continue;
        const QString text =
            wish.wish == TagWish::Wish::all ? tr("Adds “%1” to %2") : tr("Removes “%1” from %2");
        plan.words << text.arg(QString::fromStdString(wish.tag), devicesText(at->second));
    }
    if (plan.after.empty())
        plan.whyNot = tr("Nothing would change.");
    else if (!tooMany.isEmpty())
        plan.whyNot = tr("A device has at most %1 tags; too many would be on %2.")
                          .arg(device_limits::tags)
                          .arg(namesText(tooMany, 3));
    return plan;
}

QString whatIsWrongWithTag(const QString& tag) {
    if (tag.isEmpty())
        return tr("Write the tag first.");
    // The rules are those of the server, so that they are told apart nowhere.
    NewDevice probe;
    probe.key = "k";
    probe.name = "n";
    probe.tags = {tag.toStdString()};
    const auto reading = wire::read<NewDevice>(boost::json::value_from(probe), wire::people);
    return reading ? QString() : QString::fromStdString(reading.faults.front().message);
}

QStringList tagsOfLab(const console::LabStore& store) {
    std::set<std::string> tags;
    for (const auto& [id, device] : store.devices())
        tags.insert(device.tags.begin(), device.tags.end());
    QStringList sorted;
    for (const auto& tag : tags)
        sorted << QString::fromStdString(tag);
    sorted.sort(Qt::CaseInsensitive);
    return sorted;
}

TagsByKey undoOf(const TagPlan& plan, const console::LabStore& store) {
    TagsByKey undo;
    for (const auto& [id, device] : store.devices()) {
        const auto after = plan.after.find(device.key);
        if (after != plan.after.end() && device.tags == after->second)
            undo.emplace(device.key, plan.before.at(device.key));
    }
    return undo;
}

} // namespace labwarden::board
