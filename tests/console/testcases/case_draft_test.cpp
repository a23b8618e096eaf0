// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/forms/duration_edit.h"
#include "console/testcases/case_difference.h"
#include "console/testcases/case_draft.h"
#include "console/testcases/criterion_parts.h"
#include "console/testcases/draft_shelf.h"
#include "console/testcases/step_group.h"
#include "tests/console/support/fake_lab.h"

#include <QFileInfo>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace labwarden;
using namespace labwarden::console;
using labwarden::console::test::thermalCase;
using widgets::Side;

namespace {

void typeTitle(CaseDraft& draft, const char* title) {
    draft.edit(QStringLiteral("/title"), QStringLiteral("change title"), CaseDraft::Kind::typing,
               [&](TestCaseDocument& document) { document.title = title; });
}

void removeStep(CaseDraft& draft) {
    draft.edit(QStringLiteral("/steps"), QStringLiteral("remove step"), CaseDraft::Kind::step,
               [](TestCaseDocument& document) { document.steps.pop_back(); });
}

} // namespace

class CaseDraftTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsTypedInOneGoIsUndoneInOneGo() {
        CaseDraft draft;
        const auto before = thermalCase().document;
        draft.load(before);
        QVERIFY(!draft.isDirty());
        typeTitle(draft, "A");
        typeTitle(draft, "AB");
        draft.endTyping();
        typeTitle(draft, "ABC");
        removeStep(draft);
        QCOMPARE(draft.undoStack().count(), 3);
        QVERIFY(draft.isDirty());
        QSignalSpy revealed(&draft, &CaseDraft::revealed);
        draft.undoStack().undo();
        QCOMPARE(draft.document().steps.size(), before.steps.size());
        QCOMPARE(revealed.takeFirst().first().toString(), QStringLiteral("/steps"));
        draft.undoStack().undo();
        QCOMPARE(draft.document().title, std::string("AB"));
        draft.undoStack().undo();
        QVERIFY(isSame(draft.document(), before));
        QVERIFY(!draft.isDirty());
        for (int i = 0; i < 3; ++i)
            draft.undoStack().redo();
        QCOMPARE(draft.document().title, std::string("ABC"));
        QCOMPARE(draft.document().steps.size(), before.steps.size() - 1);
    }

    void textAndDocumentSayTheSame() {
        CaseDraft draft;
        const auto before = thermalCase().document;
        draft.load(before);
        std::string text = draft.text();
        text.replace(text.find("Thermal soak"), 12, "Long soak");
        draft.editText(text, text.find("Long"));
        QVERIFY(draft.document().title.starts_with("Long soak"));
        QVERIFY(draft.isDirty() && !draft.isTextAhead());
        removeStep(draft);
        QVERIFY(draft.text().starts_with("title: Long soak"));
        QCOMPARE(draft.text(), casetext::writeCase({{}, draft.document()}));
        draft.undoStack().undo();
        QSignalSpy revealed(&draft, &CaseDraft::revealed);
        draft.undoStack().undo();
        QCOMPARE(revealed.takeFirst().first().toString(), QStringLiteral("/title"));
        QVERIFY(isSame(draft.document(), before));
        QVERIFY(!draft.isDirty());
    }

    void aTextThatCannotBeReadIsKeptBesideTheDocument() {
        CaseDraft draft;
        const auto before = thermalCase().document;
        draft.load(before);
        const std::string half = draft.text() + "colour: red\ntags: [";
        draft.editText(half, half.size());
        QVERIFY(draft.isTextAhead() && draft.isDirty());
        QVERIFY(isSame(draft.document(), before));
        QVERIFY(!draft.faults().empty());
        QCOMPARE(draft.faults().size(), draft.textFaults().size());
        typeTitle(draft, "From elsewhere"); // a merge, or a revision that is brought back
        QVERIFY(!draft.isTextAhead());
        draft.undoStack().undo();
        QCOMPARE(draft.text(), half);
        QVERIFY(draft.isTextAhead());
        CaseDraft other;
        other.load(before, before, draft.writtenText());
        QVERIFY(other.isTextAhead() && other.isDirty());
        QCOMPARE(other.text(), half);
    }

    void faultsOfEitherViewHaveTheirPlaceInTheText() {
        CaseDraft draft;
        draft.load(thermalCase().document);
        draft.setServerFaults({{"/criteria/1/expression", "is not known here"}});
        const auto faults = draft.textFaults();
        QCOMPARE(faults.size(), 1u);
        const auto& [begin, end] = faults.front().range;
        QCOMPARE(draft.text().substr(begin.offset, end.offset - begin.offset),
                 draft.document().criteria[1].expression);
        // A comment changes nothing, so what the server has said still holds.
        draft.editText("# soak\n" + draft.text(), 3);
        QCOMPARE(draft.textFaults().size(), 1u);
        QCOMPARE(draft.textFaults().front().range.begin.line, begin.line + 1);
        QVERIFY(!draft.isDirty());
    }

    void whatTheServerHasSaidOfAValueIsSettledByChangingIt() {
        CaseDraft draft;
        draft.load(thermalCase().document);
        QVERIFY(draft.faults().empty());
        draft.setServerFaults({{"/title", "is taken"}, {"/steps/1/name", "is odd"}});
        QCOMPARE(draft.faults().size(), 2u);
        typeTitle(draft, "Another");
        QCOMPARE(draft.faults().size(), 1u);
        removeStep(draft);
        QVERIFY(draft.faults().empty());
        typeTitle(draft, "");
        QCOMPARE(draft.faults().size(), 1u);
        QCOMPARE(draft.faults().front().pointer, std::string("/title"));
    }

    void partsOfACriterionComeToTheSameCriterion_data() {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<bool>("hasParts");
        const auto row = [](const char* expression, bool hasParts) {
            QTest::newRow(expression) << QString::fromUtf8(expression) << hasParts;
        };
        row("max(case_temp) < 78 °C", true);
        row("p99.9(latency_ms) <= 40 ms over 30 s", true);
        row("mean(vbus) between 11.75 V and 12.25 V", true);
        row("mean(vbus) between 11.75 and 12.25 V", true);
        row("max(${metric}) >= ${limit} %", true);
        row("mean(vbus) between 990 mV and 1.2 V", false);
        row("max(case_temp <", false);
    }
    void partsOfACriterionComeToTheSameCriterion() {
        QFETCH(QString, expression);
        QFETCH(bool, hasParts);
        const auto parts = partsOf(expression);
        QCOMPARE(parts.has_value(), hasParts);
        if (!parts)
            return;
        QCOMPARE(partsOf(expressionOf(*parts)), parts);
    }

    void aPlaceInACriterionIsOneOfItsParts() {
        CriterionParts parts{
            QStringLiteral("max"), QStringLiteral("t"),   QStringLiteral("<"), QStringLiteral("78"), {},
            QStringLiteral("°C"),  QStringLiteral("30 s")};
        const QString text = expressionOf(parts);
        QCOMPARE(text, QStringLiteral("max(t) < 78 °C over 30 s"));
        QCOMPARE(partAt(parts, 0), CriterionPart::aggregate);
        QCOMPARE(partAt(parts, text.indexOf(QLatin1Char('t'))), CriterionPart::metric);
        QCOMPARE(partAt(parts, text.indexOf(QLatin1Char('7'))), CriterionPart::limit);
        QCOMPARE(partAt(parts, text.indexOf(QChar(0xb0))), CriterionPart::unit);
        QCOMPARE(partAt(parts, text.size()), CriterionPart::window);
    }

    void lengthsOfTimeAreReadAsPeopleWriteThem() {
        QCOMPARE(secondsOf(QStringLiteral("90")), std::optional(90.0));
        QCOMPARE(secondsOf(QStringLiteral("6m10s")), std::optional(370.0));
        QCOMPARE(secondsOf(QStringLiteral("1.5 h")), std::optional(5400.0));
        QCOMPARE(secondsOf(QStringLiteral("2 min 500 ms")), std::optional(120.5));
        QCOMPARE(secondsOf(QString()), std::optional(0.0));
        QVERIFY(!secondsOf(QStringLiteral("soon")));
        QVERIFY(!secondsOf(QStringLiteral("6 m x")));
        for (const double seconds : {0.5, 42.0, 370.0, 3600.0, 5405.25, 86400.0})
            QCOMPARE(secondsOf(durationWords(seconds)), std::optional(seconds));
    }

    void argumentsComeBackFromTheirLine() {
        const std::vector<std::string> arguments{"--port", "a b", "", "say \"hi\""};
        QCOMPARE(splitArguments(joinedArguments(arguments)), arguments);
    }

    void whatBothHaveChangedIsMergedWithoutLoss() {
        const auto base = thermalCase().document;
        auto mine = base, theirs = base;
        mine.title = "Mine";
        mine.steps[0].durationSeconds = 50;
        theirs.title = "Theirs";
        theirs.steps[4].durationSeconds = 99;
        theirs.criteria.push_back({"last(vbus) > 1 V", Severity::should, ""});
        const auto found = differencesOf(base, mine, theirs);
        QCOMPARE(found.ids, (std::vector<std::string>{"/title", "/steps/Preflight checks/durationSeconds",
                                                      "/steps/Ramp down/durationSeconds",
                                                      "/criteria/last(vbus) > 1 V"}));
        QCOMPARE(found.differences[1].caption, std::string("Step Preflight checks: length"));
        QCOMPARE(found.differences[1].mine, std::string("50 s"));
        QCOMPARE(found.differences[0].suggestion(), Side::open);
        QCOMPARE(found.differences[1].suggestion(), Side::mine);
        QCOMPARE(found.differences[2].suggestion(), Side::theirs);
        const auto result =
            merged(base, mine, theirs, found, {Side::mine, Side::mine, Side::theirs, Side::theirs});
        QCOMPARE(result.title, std::string("Mine"));
        QCOMPARE(result.steps[0].durationSeconds, 50.0);
        QCOMPARE(result.steps[4].durationSeconds, 99.0);
        QCOMPARE(result.criteria.size(), 5u);
    }

    void stepsThatWereAddedRemovedAndMovedAreMergedInTheirPlace() {
        const auto base = thermalCase().document;
        auto mine = base, theirs = base;
        Step added = base.steps[1];
        added.name = "Settle";
        mine.steps.insert(mine.steps.begin() + 2, added);
        theirs.steps.erase(theirs.steps.begin());
        const auto found = differencesOf(base, mine, theirs);
        std::vector<Side> sides;
        for (const auto& difference : found.differences)
            sides.push_back(difference.suggestion());
        const auto result = merged(base, mine, theirs, found, sides);
        QStringList names;
        for (const auto& step : result.steps)
            names << QString::fromStdString(step.name);
        QCOMPARE(names, QStringList({QStringLiteral("Ramp to 45 °C"), QStringLiteral("Settle"),
                                     QStringLiteral("Hold 45 °C"), QStringLiteral("Load 80 % at 45 °C"),
                                     QStringLiteral("Ramp down")}));
    }

    void aDraftOnTheShelfIsItsOwnersAlone() {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
        DraftShelf shelf(settings);
        const auto testCase = thermalCase();
        KeptDraft draft{testCase.id,       testCase.key, 3,  testCase.document,
                        testCase.document, "why",        {}, "title: ["};
        draft.document.title = "";
        QVERIFY(!shelf.keep(draft)); // nobody's
        shelf.setPerson(QStringLiteral("http://lab"), QStringLiteral("u1"));
        QVERIFY(shelf.keep(draft));
        const auto found = shelf.find(testCase.id);
        QVERIFY(found);
        QVERIFY(isSame(found->document, draft.document));
        QVERIFY(isSame(found->base, testCase.document));
        QCOMPARE(found->revision, 3);
        QCOMPARE(found->message, std::string("why"));
        QCOMPARE(found->text, std::string("title: ["));
        QCOMPARE(shelf.all().size(), 1u);
        shelf.setPerson(QStringLiteral("http://lab"), QStringLiteral("u2"));
        QVERIFY(shelf.all().empty());
        shelf.setPerson(QStringLiteral("http://lab"), QStringLiteral("u1"));
        shelf.drop(testCase.id);
        QVERIFY(!shelf.find(testCase.id));
    }
};

QTEST_MAIN(CaseDraftTest)
#include "case_draft_test.moc"
