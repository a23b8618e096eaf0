// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/query/device_query.h"

#include "console/board/query/query_completion.h"
#include "console/board/query/text_match.h"
#include "console/board/query/why_nothing.h"

#include <QFile>
#include <QRandomGenerator>
#include <QTest>

using namespace labwarden;
using namespace labwarden::board;

namespace {

/// The rows of the table in QUERY.md that begins with these cells, without the two lines of its head.
QList<QStringList> table(const QString& head) {
    QFile file(QStringLiteral(LABWARDEN_SOURCE_DIR "/console/board/query/QUERY.md"));
    if (!file.open(QIODevice::ReadOnly | QIODevice::Text))
        return {};
    QList<QStringList> rows;
    bool isInside = false;
    int line = 0;
    const QStringList lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
    for (const QString& text : lines) {
        isInside = isInside ? text.startsWith(QLatin1Char('|')) : text.startsWith(head);
        line = isInside ? line + 1 : 0;
        if (line < 3)
            continue;
        QStringList cells = text.split(QLatin1Char('|')).mid(1);
        for (QString& cell : cells)
            cell = cell.trimmed();
        rows << cells;
    }
    return rows;
}

/// `rack 7` of a cell that has it in backquotes.
QString code(const QString& cell) {
    return cell.mid(1, cell.size() - 2);
}

std::vector<std::string> words(const QString& list) {
    std::vector<std::string> found;
    for (const QString& word : list.split(QStringLiteral(", "), Qt::SkipEmptyParts))
        found.push_back(word.toStdString());
    return found;
}

DeviceRow rowFrom(const QStringList& cells) {
    enum { Name, State, Type, Model, Tags, Room, Rack, Slot, Firmware, Owner, Run, By, Note };
    const auto cell = [&](int i) { return cells.value(i).toStdString(); };
    Device device;
    device.id = device.key = device.name = cell(Name);
    device.type = cell(Type);
    device.model = cell(Model);
    device.tags = words(cells.value(Tags));
    device.location = {"Main", cell(Room), cell(Rack), cell(Slot)};
    device.firmware = cell(Firmware);
    device.owner = cell(Owner);
    const auto is = [&](const char* word) { return cells.value(State).contains(QLatin1String(word)); };
    device.presence.kind = is("unmonitored") ? PresenceKind::none : PresenceKind::mqtt;
    device.presence.online = !is("offline");
    if (is("flapping"))
        device.presence.flappingUntil = Timestamp::now() + std::chrono::minutes(5);
    if (is("failed"))
        device.lease.lastOutcome = Outcome::failed;
    if (is("under_test")) {
        device.lease.runId = "run";
        device.lease.runNumber = cells.value(Run).toInt();
        device.lease.holder = cell(By);
    }
    if (is("maintenance"))
        device.service = {false, cell(Note), cell(By), {}, 1};
    return rowOf(device, nullptr);
}

std::vector<DeviceRow> exampleLab() {
    std::vector<DeviceRow> rows;
    for (const QStringList& cells : table(QStringLiteral("| name | state |")))
        rows.push_back(rowFrom(cells));
    return rows;
}

QStringList found(const QString& text, const std::vector<DeviceRow>& rows) {
    const DeviceQuery query = DeviceQuery::parse(text).settled(rows);
    QStringList names;
    for (const DeviceRow& row : rows)
        if (query.accepts(row))
            names << row.name;
    return names;
}

/// Pieces of which texts are made that come near to queries.
QString randomText(QRandomGenerator& random) {
    static const QStringList pieces{
        QStringLiteral("state:"), QStringLiteral("tag"),  QStringLiteral(":"),    QStringLiteral("~"),
        QStringLiteral("\""),     QStringLiteral("\\"),   QStringLiteral(","),    QStringLiteral("-"),
        QStringLiteral(" "),      QStringLiteral("  "),   QStringLiteral("rack"), QStringLiteral("7"),
        QStringLiteral("07"),     QStringLiteral("is:"),  QStringLiteral("no:"),  QStringLiteral("failed"),
        QStringLiteral("run:"),   QStringLiteral("#"),    QStringLiteral("av"),   QStringLiteral("="),
        QStringLiteral("room "),  QStringLiteral("ß"),    QStringLiteral("İ"),    QStringLiteral("\t"),
        QStringLiteral("\\\""),   QStringLiteral("🛰"), QStringLiteral("٣"),    QStringLiteral("gpu,usb")};
    QString text;
    for (int i = random.bounded(12); i > 0; --i) {
        if (random.bounded(8) == 0)
            text += QChar(random.bounded(0x10000)); // any at all, halves of pairs too
        else
            text += pieces[random.bounded(pieces.size())];
    }
    return text;
}

} // namespace

class DeviceQueryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_examples_of_the_documentation_find_what_they_say_data() {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("finds");
        for (const QStringList& cells : table(QStringLiteral("| query | finds |")))
            QTest::newRow(qPrintable(cells[0])) << code(cells[0]) << cells[1];
    }
    void the_examples_of_the_documentation_find_what_they_say() {
        QFETCH(QString, query);
        QFETCH(QString, finds);
        QCOMPARE(found(query, exampleLab()).join(QStringLiteral(", ")), finds);
    }

    void the_documentation_has_examples() {
        QCOMPARE(exampleLab().size(), std::size_t(8));
        QVERIFY(table(QStringLiteral("| query | finds |")).size() > 30);
        QVERIFY(table(QStringLiteral("| query | is told |")).size() > 10);
    }

    void faults_are_told_in_the_words_of_the_documentation_data() {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("words");
        for (const QStringList& cells : table(QStringLiteral("| query | is told |")))
            QTest::newRow(qPrintable(cells[0])) << code(cells[0]) << cells[1];
    }
    void faults_are_told_in_the_words_of_the_documentation() {
        QFETCH(QString, query);
        QFETCH(QString, words);
        const DeviceQuery parsed = DeviceQuery::parse(query);
        QCOMPARE(parsed.faults().size(), std::size_t(1));
        QCOMPARE(parsed.faults().front().message, words);
    }

    void all_faults_are_told_with_their_places_and_the_rest_counts() {
        const QString text = QStringLiteral("foo:1 tag:gpu state:bogus,offline");
        const DeviceQuery query = DeviceQuery::parse(text);
        QCOMPARE(query.faults().size(), std::size_t(2));
        QCOMPARE(text.mid(query.faults()[0].start, query.faults()[0].length), QStringLiteral("foo:"));
        QCOMPARE(text.mid(query.faults()[1].start, query.faults()[1].length), QStringLiteral("bogus"));
        QCOMPARE(query.canonical(), QStringLiteral("tag:gpu state:offline"));
    }

    void what_is_yet_to_come_at_the_end_is_not_a_mistake() {
        for (const char* text : {"tag:", "tag:gpu,", "model~\"G", "-", "rack 7 is:f"}) {
            const DeviceQuery query = DeviceQuery::parse(QLatin1String(text));
            QCOMPARE(query.faults().size(), std::size_t(1));
            QVERIFY2(query.faults().front().isUnfinished, text);
        }
        for (const char* text : {"tag: gpu", "tag:,gpu", "- gpu", "is:f gpu", "stat:"}) {
            const DeviceQuery query = DeviceQuery::parse(QLatin1String(text));
            QVERIFY2(!query.faults().front().isUnfinished, text);
        }
    }

    void nothing_that_is_typed_on_the_way_to_a_query_empties_the_board_data() {
        QTest::addColumn<QString>("query");
        for (const char* query :
             {"state:available tag:gpu rack 7 model~\"G4\"", "-state:offline", "-tag:gpu", "is:failed",
              "room \"Lab B\" slot 2", "owner:\"Power team\" type:gateway", "-rack 7", "no:owner",
              "tag:gpu,thermal firmware:2.4.1", "run:48213", "by:\"M. Keller\""})
            QTest::newRow(query) << QString::fromLatin1(query);
    }
    void nothing_that_is_typed_on_the_way_to_a_query_empties_the_board() {
        QFETCH(QString, query);
        const std::vector<DeviceRow> lab = exampleLab();
        for (qsizetype length = 1; length <= query.size(); ++length)
            QVERIFY2(!found(query.left(length), lab).isEmpty(), qPrintable(query.left(length)));
    }

    void a_value_that_no_device_has_finds_nothing() {
        QCOMPARE(found(QStringLiteral("tag:zzz"), exampleLab()), QStringList());
        QCOMPARE(found(QStringLiteral("zzz"), exampleLab()), QStringList());
        QCOMPARE(found(QStringLiteral("tag:g "), exampleLab()), QStringList()); // ended by the blank
        QCOMPARE(found(QStringLiteral("rack 7"), exampleLab()).size(), 3);      // and not 70, too
    }

    void numbers_count_by_their_value_and_case_does_not() {
        QVERIFY(equalsByValue(u"Rev 07b", u"rev 7B"));
        QVERIFY(equalsByValue(u"00", u"0"));
        QVERIFY(!equalsByValue(u"r1", u"r10"));
        QVERIFY(!equalsByValue(u"1 2", u"12"));
        QVERIFY(equalsByValue(u"123456789012345678901234567890", u"0123456789012345678901234567890"));
        QVERIFY(beginsByValue(u"r07-u01", u"R0"));
        QVERIFY(beginsByValue(u"r10", u"r1"));
        QVERIFY(!beginsByValue(u"r1", u"r10"));
        QCOMPARE(withoutName(u"Rack 07", u"rack").toString(), QStringLiteral("07"));
        QCOMPARE(withoutName(u"rack7", u"rack").toString(), QStringLiteral("7"));
        QCOMPARE(withoutName(u"racket", u"rack").toString(), QStringLiteral("racket"));
        QCOMPARE(withoutName(u"Rack", u"rack").toString(), QStringLiteral("Rack"));
    }

    void one_term_about_states_is_what_the_chips_show() {
        const auto states = [](const char* text) {
            const auto term = DeviceQuery::parse(QLatin1String(text)).statesTerm();
            return term ? int(*term) : -1;
        };
        QCOMPARE(states("gpu state:available"), 1);
        QCOMPARE(states("is:failed"), 0);
        QCOMPARE(states("state:available,offline"), 0);
        QCOMPARE(states("-state:available"), -1);
        QCOMPARE(states("is:flapping"), -1);
        QCOMPARE(states("state:available is:failed"), -1);
    }

    void any_text_is_read_and_written_again_as_the_same_question() {
        QRandomGenerator random(20260301);
        const std::vector<DeviceRow> lab = exampleLab();
        for (int i = 0; i < 20000; ++i) {
            const QString text = randomText(random);
            const QByteArray shown = text.toUtf8().toPercentEncoding();
            const DeviceQuery query = DeviceQuery::parse(text);
            for (const QueryFault& fault : query.faults()) {
                QVERIFY2(fault.start >= 0 && fault.length > 0, shown);
                QVERIFY2(fault.start + fault.length <= text.size(), shown);
                QVERIFY2(!fault.message.isEmpty(), shown);
            }
            for (const QueryTerm& term : query.terms())
                QVERIFY2(term.start >= 0 && term.length > 0 && term.start + term.length <= text.size(),
                         shown);
            const DeviceQuery again = DeviceQuery::parse(query.canonical());
            QVERIFY2(again.faults().empty(), shown);
            QCOMPARE(again.canonical(), query.canonical());
            for (const DeviceRow& row : lab) {
                QVERIFY2(query.accepts(row) == again.accepts(row), shown);
                query.settled(lab).accepts(row);
            }
        }
    }

    void completions_fit_into_any_text_at_any_cursor() {
        QRandomGenerator random(20260302);
        const std::vector<DeviceRow> lab = exampleLab();
        for (int i = 0; i < 3000; ++i) {
            const QString text = randomText(random);
            const QByteArray shown = text.toUtf8().toPercentEncoding();
            const qsizetype cursor = random.bounded(int(text.size()) + 1);
            const QueryCompletions found = completionsFor(text, cursor, lab, {}, i % 2);
            QVERIFY2(found.start >= 0 && found.length >= 0 && found.start + found.length <= text.size(),
                     shown);
            for (const QueryCompletion& item : found.items) {
                QVERIFY2(!item.label.isEmpty() && !item.text.isEmpty(), shown);
                QVERIFY2(!item.count || (*item.count >= 0 && *item.count <= int(lab.size())), shown);
            }
            whyNothing(lab, {{}, false, DeviceQuery::parse(text)}, {});
        }
    }

    void a_completed_value_is_understood_as_that_value() {
        const std::vector<DeviceRow> lab = exampleLab();
        for (const DeviceFieldInfo& info : deviceFields()) {
            const QString before = info.name + QLatin1Char(':');
            for (const QueryCompletion& item : completionsFor(before, before.size(), lab, {}).items) {
                const QString text = before + item.text + QLatin1Char(' ');
                QVERIFY2(DeviceQuery::parse(text).faults().empty(), qPrintable(text));
                QVERIFY2(item.count && found(text, lab).size() == *item.count, qPrintable(text));
                QVERIFY2(info.field == DeviceField::state || *item.count > 0, qPrintable(text));
            }
        }
    }

    void a_word_is_completed_to_fields_and_to_values_in_which_it_occurs() {
        const std::vector<DeviceRow> lab = exampleLab();
        const auto labels = [&](const char* text) {
            QStringList all;
            for (const QueryCompletion& item :
                 completionsFor(QLatin1String(text), qsizetype(qstrlen(text)), lab, {}).items)
                all << item.label;
            return all.join(QLatin1Char(' '));
        };
        QCOMPARE(labels("st"), QStringLiteral("state:"));
        QCOMPARE(labels("gp"), QStringLiteral("tag:gpu"));
        QCOMPARE(labels("g4"), QStringLiteral("model:Edge gateway G4"));
        QCOMPARE(labels("offl"), QStringLiteral("state:offline"));
        QCOMPARE(labels("tag:gpu,"), QStringLiteral("endurance gpu thermal usb"));
        QCOMPARE(labels("tag:gpu,us"), QStringLiteral("usb"));
        QCOMPARE(labels("rack "), QStringLiteral("07 08 70"));
        QCOMPARE(labels("rack 7"), QStringLiteral("07 70"));
        QCOMPARE(labels("no:ow"), QStringLiteral("owner"));
        QCOMPARE(labels("is:f"), QStringLiteral("failed flapping"));
        QCOMPARE(labels("rack 7 "), QString()); // nothing is begun
    }

    void ten_thousand_devices_are_asked_within_a_few_milliseconds() {
        const std::vector<DeviceRow> some = exampleLab();
        std::vector<DeviceRow> lab;
        for (int i = 0; i < 10000; ++i)
            lab.push_back(some[std::size_t(i) % some.size()]);
        const DeviceQuery query =
            DeviceQuery::parse(QStringLiteral("gateway state:available tag:gpu rack 7 model~\"G4\""));
        int count = 0;
        QBENCHMARK {
            count = 0;
            for (const DeviceRow& row : lab)
                count += query.accepts(row);
        }
        QCOMPARE(count, 1250);
    }
};

QTEST_APPLESS_MAIN(DeviceQueryTest)
#include "device_query_test.moc"
