// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the actions of the board are made of: pure functions and models.

#include "console/api/request_sequence.h"
#include "console/board/actions/device_export.h"
#include "console/board/actions/device_rights.h"
#include "console/board/actions/import_model.h"
#include "console/board/actions/new_device_model.h"
#include "console/board/actions/release_model.h"
#include "console/board/actions/tag_choice_model.h"
#include "console/board/actions/words.h"
#include "console/board/device_row.h"
#include "tests/console/support/fake_lab.h"

#include <boost/json/parse.hpp>
#include <boost/json/value_from.hpp>

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <random>

using namespace labwarden;
using namespace labwarden::board;
using console::DeviceApi;
using console::LabStore;
using console::RequestSequence;
using console::SequenceResult;
using console::test::device;
using console::test::uuid;

namespace {

constexpr BoardPermissions everything{true, true, true};

Device held(int number, const char* key, int run) {
    Device d = device(number, key);
    d.lease.runId = uuid(run);
    d.lease.runNumber = run;
    d.lease.holder = "M. Keller";
    return d;
}

Device offline(Device d) {
    d.presence.online = false;
    return d;
}

Device inMaintenance(Device d) {
    d.service.inService = false;
    d.service.reason = "Fan";
    return d;
}

std::vector<const Device*> pointers(const std::vector<Device>& devices) {
    std::vector<const Device*> all;
    for (const auto& d : devices)
        all.push_back(&d);
    return all;
}

UnregisteredDevice stranger(int number, const std::string& key) {
    UnregisteredDevice d;
    d.id = uuid(number);
    d.key = key;
    d.online = true;
    d.version = 1;
    return d;
}

} // namespace

class ActionsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // --- rights ---

    void an_action_works_for_those_whose_state_allows_it() {
        const std::vector devices{device(1, "a"), held(2, "b", 7), offline(held(3, "c", 8)),
                                  inMaintenance(device(4, "d")), inMaintenance(held(5, "e", 9))};
        const auto facts = factsOf(pointers(devices));
        QCOMPARE(facts.total, 5);
        QCOMPARE(rightTo(DeviceAction::startRun, facts, everything).works, 1);
        QCOMPARE(rightTo(DeviceAction::release, facts, everything).works, 3);
        QCOMPARE(rightTo(DeviceAction::backInService, facts, everything).works, 2);
        for (const auto action :
             {DeviceAction::maintenance, DeviceAction::editTags, DeviceAction::exportDevices})
            QCOMPARE(rightTo(action, facts, everything).works, 5);
        QVERIFY(rightTo(DeviceAction::release, facts, everything)
                    .why.contains(QStringLiteral("2 selected devices are held by no run")));
    }

    void without_the_permission_an_action_is_not_offered() {
        const std::vector devices{held(2, "b", 7)};
        const auto facts = factsOf(pointers(devices));
        for (const auto action : everyDeviceAction)
            QCOMPARE(rightTo(action, facts, {}).offered, action == DeviceAction::exportDevices);
        QVERIFY(rightTo(DeviceAction::release, facts, {false, false, true}));
        QVERIFY(!rightTo(DeviceAction::release, facts, {true, true, false}).offered);
    }

    void whatever_is_offered_and_works_for_none_says_why() {
        for (const auto& selected : {std::vector<Device>{},
                                     {device(1, "a")},
                                     {held(2, "b", 7)},
                                     {offline(device(3, "c")), inMaintenance(device(4, "d"))}})
            for (const auto action : everyDeviceAction) {
                const auto right = rightTo(action, factsOf(pointers(selected)), everything);
                QVERIFY(right.offered);
                QVERIFY(!right.why.isEmpty());
            }
    }

    // --- several requests ---

    void a_sequence_ends_at_the_first_that_fails() {
        RequestSequence sequence;
        QSignalSpy progress(&sequence, &RequestSequence::progress);
        SequenceResult result;
        connect(&sequence, &RequestSequence::finished, this,
                [&](const SequenceResult& finished) { result = finished; });
        int sent = 0;
        const auto step = [&](bool works) {
            return RequestSequence::Step{5, [&sent, works](QObject*, RequestSequence::Answered answered) {
                                             ++sent;
                                             console::ApiError error;
                                             if (!works)
                                                 error.kind = console::ApiError::Kind::Timeout;
                                             answered(error);
                                         }};
        };
        sequence.start({step(true), step(false), step(true)});
        QCOMPARE(sent, 2);
        QCOMPARE(result.done, 5);
        QCOMPARE(result.total, 15);
        QVERIFY(!result.isWhole());
        QCOMPARE(progress.count(), 1);
        sequence.start({});
        QVERIFY(result.isWhole());
    }

    void stopping_at_the_last_request_stops_nothing() {
        RequestSequence sequence;
        RequestSequence::Answered answer;
        SequenceResult result;
        connect(&sequence, &RequestSequence::finished, this,
                [&](const SequenceResult& finished) { result = finished; });
        sequence.start({{1, [&](QObject*, RequestSequence::Answered answered) { answer = answered; }}});
        sequence.stop();
        answer({});
        QVERIFY(result.isWhole());
        QCOMPARE(result.done, 1);
    }

    void pieces_are_as_large_as_they_may_be() {
        const std::vector<int> items(1201);
        const auto pieces = console::inPieces(items, 500);
        QCOMPARE(pieces.size(), std::size_t(3));
        QCOMPARE(pieces[2].size(), std::size_t(201));
        QVERIFY(console::inPieces(std::vector<int>(), 500).empty());
    }

    // --- release ---

    void a_run_is_released_once_whatever_was_chosen_of_it() {
        LabStore store;
        store.replaceDevices(
            {held(1, "a10", 7), held(2, "a9", 7), held(3, "b", 7), held(4, "c", 5), device(5, "free")});
        const auto plan = releasePlan(store, {uuid(1), uuid(2), uuid(4), uuid(5), uuid(99)});
        QCOMPARE(plan.size(), std::size_t(2));
        QCOMPARE(plan[0].runNumber, std::int64_t(5));
        QCOMPARE(plan[1].devices, (QStringList{QStringLiteral("a9"), QStringLiteral("a10")}));
        QCOMPARE(plan[1].others, QStringList{QStringLiteral("b")});
        QCOMPARE(plan[1].deviceId, uuid(1));
    }

    void the_release_model_keeps_to_the_rules() {
        ReleaseModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        LabStore store;
        store.replaceDevices({held(1, "a", 7), held(2, "b", 8)});
        model.setPlan(releasePlan(store, {uuid(1), uuid(2)}));
        QCOMPARE(model.rowCount(), 2);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setPlan(releasePlan(store, {uuid(1), uuid(2)}));
        QCOMPARE(reset.count(), 0);
        model.setOutcome(1, ReleaseItem::Outcome::failed, QStringLiteral("No."));
        QCOMPARE(model.index(1, ReleaseModel::OutcomeColumn).data().toString(),
                 QStringLiteral("Not released"));
    }

    // --- tags ---

    void tags_are_counted_and_planned() {
        std::vector devices{device(1, "a"), device(2, "b"), device(3, "c")};
        devices[0].tags = {"gpu", "thermal"};
        devices[1].tags = {"thermal"};
        devices[2].tags = {};
        auto wishes = tagsOf(pointers(devices));
        QCOMPARE(wishes.size(), std::size_t(2));
        QCOMPARE(wishes[1].on, 2);
        QVERIFY(!planOf(pointers(devices), wishes).whyNot.isEmpty());
        wishes[0].wish = TagWish::Wish::all;
        wishes[1].wish = TagWish::Wish::none;
        const auto plan = planOf(pointers(devices), wishes);
        QVERIFY(plan.whyNot.isEmpty());
        QCOMPARE(plan.adding, 2);
        QCOMPARE(plan.removing, 2);
        QCOMPARE(plan.words, (QStringList{QStringLiteral("Adds “gpu” to 2 devices"),
                                          QStringLiteral("Removes “thermal” from 2 devices")}));
        for (const char* key : {"a", "b", "c"})
            QCOMPARE(plan.after.at(key), std::vector<std::string>{"gpu"});
        QCOMPARE(plan.before.at("a"), (std::vector<std::string>{"gpu", "thermal"}));
    }

    void more_tags_than_a_device_may_have_are_said_beforehand() {
        std::vector devices{device(1, "a")};
        devices[0].tags.clear();
        for (std::size_t i = 0; i < device_limits::tags; ++i)
            devices[0].tags.push_back("t" + std::to_string(i));
        auto wishes = tagsOf(pointers(devices));
        wishes.push_back({"one-more", 0, TagWish::Wish::all});
        QVERIFY(planOf(pointers(devices), wishes).whyNot.contains(QStringLiteral("at most 32")));
        wishes[0].wish = TagWish::Wish::none;
        QVERIFY(planOf(pointers(devices), wishes).whyNot.isEmpty());
    }

    void what_the_server_would_refuse_is_no_tag() {
        QVERIFY(whatIsWrongWithTag(QStringLiteral("burn in")).isEmpty());
        QVERIFY(whatIsWrongWithTag(QString(64, QLatin1Char('x'))).isEmpty());
        for (const auto& tag : {QString(), QString(65, QLatin1Char('x')), QStringLiteral("a\u202eb")})
            QVERIFY(!whatIsWrongWithTag(tag).isEmpty());
    }

    void undoing_leaves_tags_alone_that_are_others_by_now() {
        std::vector devices{device(1, "a"), device(2, "b")};
        auto wishes = tagsOf(pointers(devices));
        wishes.push_back({"gpu", 0, TagWish::Wish::all});
        const auto plan = planOf(pointers(devices), wishes);
        devices[0].tags = plan.after.at("a");
        devices[1].tags = {"something", "else"};
        LabStore store;
        store.replaceDevices(devices);
        const auto undo = undoOf(plan, store);
        QCOMPARE(undo.size(), std::size_t(1));
        QCOMPARE(undo.at("a"), std::vector<std::string>{"thermal"});
    }

    void the_tag_model_keeps_what_is_wanted_while_the_lab_changes() {
        std::vector devices{device(1, "a"), device(2, "b")};
        devices[0].tags = {"gpu", "thermal"};
        TagChoiceModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setDevices(pointers(devices));
        const auto state = [&](int row) { return model.index(row).data(Qt::CheckStateRole).toInt(); };
        const auto toggle = [&](int row) { model.setData(model.index(row), {}, Qt::CheckStateRole); };
        QCOMPARE(state(0), int(Qt::PartiallyChecked));
        for (const int expected : {int(Qt::Checked), int(Qt::Unchecked), int(Qt::PartiallyChecked)}) {
            toggle(0);
            QCOMPARE(state(0), expected);
        }
        QCOMPARE(state(1), int(Qt::Checked)); // on all: only none is something else
        toggle(1);
        QCOMPARE(state(1), int(Qt::Unchecked));
        model.add("burn-in");
        devices[1].tags = {"thermal", "zebra"};
        model.setDevices(pointers(devices));
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(state(1), int(Qt::Unchecked));
        QCOMPARE(model.index(3).data().toString(), QStringLiteral("burn-in"));
        toggle(3); // taken back
        QCOMPARE(model.rowCount(), 3);
    }

    // --- new devices ---

    void the_model_of_new_devices_follows_the_store_row_by_row() {
        LabStore store;
        store.setSession({});
        NewDeviceModel model(store);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        std::mt19937 random(7);
        for (int round = 0; round < 60; ++round) {
            std::vector<UnregisteredDevice> now;
            for (int i = 1; i <= 12; ++i)
                if (random() % 2) {
                    now.push_back(stranger(i, "d" + std::to_string(i)));
                    now.back().version = round + 1;
                    if (random() % 3 == 0)
                        now.back().refusedAt = Timestamp::now();
                }
            model.setRefusedShown(random() % 2);
            QSignalSpy changed(&store, &LabStore::changed);
            store.replaceUnregistered(now);
            if (!changed.wait(1000))
                continue; // nothing was different
            const auto shown = std::count_if(now.begin(), now.end(), [&](const auto& d) {
                return !d.refusedAt || model.isRefusedShown();
            });
            QCOMPARE(model.rowCount(), static_cast<int>(shown));
            QCOMPARE(model.waitingCount() + model.refusedCount(), static_cast<int>(now.size()));
            for (int row = 1; row < model.rowCount(); ++row)
                QVERIFY(naturalKey(QString::fromStdString(model.at(row - 1).key)) <
                        naturalKey(QString::fromStdString(model.at(row).key)));
        }
    }

    // --- import and export ---

    void an_import_is_told_field_by_field_and_faults_first() {
        ImportReport report;
        report.devices = {{2, "a", ImportChange::create, {}},
                          {3, "b", ImportChange::update,
                           boost::json::parse(R"({"location": {"old": {"rack": "7", "slot": "1"},
                               "new": {"rack": "8", "slot": "1"}}, "tags": {"old": ["x"], "new": []},
                               "attributes": {"old": {}, "new": {"asset": "A-1"}}})")
                               .as_object()},
                          {4, "c", ImportChange::unchanged, {}}};
        report.faults = {{9, "/7/location/rack", "is too long"}, {5, "/3", "has 2 cells"}};
        const auto file =
            importFileOf(QStringLiteral("x.json"), R"([{"key":"a"},{"key":"b"},{"key":"c"},{"key":"e"}])");
        const auto rows = importRows(report, file);
        QCOMPARE(rows.size(), std::size_t(7));
        QCOMPARE(rows[0].line, std::size_t(5));
        QCOMPARE(rows[0].key, QStringLiteral("e"));
        QCOMPARE(rows[1].field, QStringLiteral("location.rack"));
        QCOMPARE(rows[1].key, QString());
        QCOMPARE(rows[3].field, QStringLiteral("location.rack"));
        QCOMPARE(rows[3].before + rows[3].after, QStringLiteral("78"));
        QCOMPARE(rows[4].field, QStringLiteral("tags"));
        QCOMPARE(rows[4].after, QStringLiteral("–"));
        QVERIFY(!rows[4].isFirst);
        QCOMPARE(rows[5].field, QStringLiteral("attributes.asset"));

        ImportModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setRows(rows);
        QCOMPARE(model.count(ImportModel::Shown::all), 5);
        QCOMPARE(model.count(ImportModel::Shown::changes), 2);
        model.show(ImportModel::Shown::faults);
        QCOMPARE(model.rowCount(), 2);
        model.show(ImportModel::Shown::changes);
        QCOMPARE(model.rowCount(), 4);
    }

    void a_file_is_taken_for_what_is_in_it() {
        using Format = DeviceApi::Format;
        QCOMPARE(importFileOf(QStringLiteral("x.txt"), " [\n]").format, Format::json);
        QCOMPARE(importFileOf(QStringLiteral("x.csv"), "key\na\n").format, Format::csv);
        QCOMPARE(importFileOf(QStringLiteral("x.csv"), "name, key\n'=1,a\nb,\"b\"\n").keys,
                 (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
        QVERIFY(!importFileOf(QStringLiteral("x.csv"), {}).whyNot.isEmpty());
        QVERIFY(importFileOf(QStringLiteral("x.csv"), QByteArray(mostImportedBytes + 1, 'x'))
                    .whyNot.contains(QStringLiteral("10 MB")));
        QVERIFY(!readImportFile(QStringLiteral("/")).whyNot.isEmpty());
    }

    void part_of_an_export_is_byte_for_byte_what_the_server_wrote() {
        const QByteArray header("\"key\",\"name\",\"notes\"\r\n");
        const QByteArray guarded("\"a\",\"'=1+1\",\"two\nlines, and \"\"quotes\"\"\"\r\n");
        const QByteArray apostrophe("\"b\",\"''tis\",\"\"\r\n");
        const auto some = onlyThese(header + guarded + apostrophe, DeviceApi::Format::csv, {"a"});
        QVERIFY(some);
        QCOMPARE(some->text, header + guarded);
        QCOMPARE(some->devices, 1);
        QCOMPARE(onlyThese(header + guarded + apostrophe, DeviceApi::Format::csv, {"b", "gone"})->text,
                 header + apostrophe);
        QVERIFY(!onlyThese("nothing of the kind", DeviceApi::Format::csv, {"a"}));
        const auto json =
            onlyThese(R"([{"key":"a","name":"=1"},{"key":"b"}])", DeviceApi::Format::json, {"a"});
        QCOMPARE(json->text, QByteArray(R"([{"key":"a","name":"=1"}])"));
        QVERIFY(!onlyThese("{}", DeviceApi::Format::json, {"a"}));
    }

    void names_are_listed_as_far_as_one_reads_them() {
        QCOMPARE(namesText({QStringLiteral("a"), QStringLiteral("b")}), QStringLiteral("a, b"));
        QStringList names;
        for (int i = 0; i < 9; ++i)
            names << QString::number(i);
        QCOMPARE(namesText(names, 3), QStringLiteral("0, 1, 2 and 6 more"));
    }
};

QTEST_MAIN(ActionsTest)
#include "actions_test.moc"
