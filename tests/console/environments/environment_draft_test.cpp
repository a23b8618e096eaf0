// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/environments/environment_difference.h"
#include "console/environments/environment_draft.h"
#include "console/environments/environment_model.h"
#include "tests/console/support/fake_lab.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;

namespace {

EnvironmentDocument chamber() {
    EnvironmentDocument document;
    document.name = "Thermal lab B";
    document.variables = {{"CHAMBER", "chamber-2", false}, {"API_TOKEN", "", true}};
    document.defaultParameters = {{"load_pct", 80}, {"limit", 1.5}, {"log_raw", true}, {"note", "hot"}};
    document.grafanaUrlTemplate = "https://grafana.example/d/x?var-c={var.CHAMBER}";
    return document;
}

QStringList pointersOf(const std::vector<Fault>& faults) {
    QStringList pointers;
    for (const auto& fault : faults)
        pointers << QString::fromStdString(fault.pointer);
    pointers.sort();
    return pointers;
}

} // namespace

class EnvironmentDraftTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsWrittenComesOutAsItWentIn() {
        const auto document = chamber();
        const auto back = documentOf(written(document));
        QVERIFY(back.defaultParameters == document.defaultParameters);
        QCOMPARE(back.defaultParameters.at("load_pct").kind(), boost::json::kind::int64);
        QVERIFY(isSame(written(back), written(document)));
    }

    void theOrderOfParametersSaysNothing() {
        auto one = written(chamber()), other = one;
        std::reverse(other.parameters.begin(), other.parameters.end());
        QVERIFY(isSame(one, other));
        other.parameters[0].text = "cold";
        QVERIFY(!isSame(one, other));
    }

    void everyFaultIsFoundAtItsRow() {
        auto wrong = written(chamber());
        QVERIFY(allFaultsOf(wrong, chamber()).empty());
        wrong.name.clear();
        wrong.runnerQueue = "No Queue";
        wrong.variables.push_back({"CHAMBER", "", false});
        wrong.variables.push_back({"NEW_TOKEN", "", true});
        wrong.variables.push_back({"PIN", "123", true});
        wrong.parameters.push_back({"Load", ParameterType::number, "1"});
        wrong.parameters.push_back({"load_pct", ParameterType::number, "much"});
        wrong.grafanaUrlTemplate = "https://grafana.example/{var.API_TOKEN}";
        QCOMPARE(pointersOf(allFaultsOf(wrong, chamber())),
                 QStringList({QStringLiteral("/grafanaUrlTemplate"), QStringLiteral("/name"),
                              QStringLiteral("/parameters/4/name"), QStringLiteral("/parameters/5/name"),
                              QStringLiteral("/parameters/5/text"), QStringLiteral("/runnerQueue"),
                              QStringLiteral("/variables/2/name"), QStringLiteral("/variables/3/value"),
                              QStringLiteral("/variables/4/value")}));
    }

    void aSecretUnderAnotherNameNeedsAValue() {
        auto renamed = written(chamber());
        renamed.variables[1].name = "OTHER_TOKEN";
        QCOMPARE(pointersOf(allFaultsOf(renamed, chamber())),
                 QStringList(QStringLiteral("/variables/1/value")));
    }

    void faultsOfTheServerAreLedToTheirRows() {
        const auto found = faultsInForm({{"/document/defaultParameters/log_raw", "is not known"},
                                         {"/document/variables/1/secret", "cannot be kept"}},
                                        written(chamber()));
        QCOMPARE(pointersOf(found),
                 QStringList({QStringLiteral("/parameters/2/text"), QStringLiteral("/variables/1/secret")}));
    }

    void numbersAreReadAsPeopleWriteThem() {
        WrittenEnvironment document = written(chamber());
        document.parameters = {{"a", ParameterType::number, " 1,5 "}, {"b", ParameterType::number, "80"}};
        const auto values = documentOf(document).defaultParameters;
        QCOMPARE(values.at("a").as_double(), 1.5);
        QCOMPARE(values.at("b").as_int64(), 80);
    }

    void undoGoesBackLetterGroupsAndSteps() {
        EnvironmentDraft draft;
        draft.load(written(chamber()));
        for (const char* text : {"A", "AB", "ABC"})
            draft.edit(QStringLiteral("/name"), QStringLiteral("rename environment"), Draft::Kind::typing,
                       [&](WrittenEnvironment& document) { document.name = text; });
        QVERIFY(draft.isDirty());
        draft.undoStack().undo();
        QCOMPARE(draft.document().name, std::string("Thermal lab B"));
        QVERIFY(!draft.isDirty());
        draft.undoStack().redo();
        QCOMPARE(draft.document().name, std::string("ABC"));
    }

    void whatBothHaveMadeGoesTogetherAsChosen() {
        const auto base = chamber();
        auto mine = base, theirs = base;
        mine.name = "Mine";
        mine.variables[1].value = "new-secret";
        mine.variables.push_back({"PORT", "5025", false});
        theirs.name = "Theirs";
        theirs.variables[0].value = "chamber-3";
        theirs.defaultParameters.erase("note");
        const auto found = differencesOf(base, mine, theirs);
        QStringList captions;
        std::vector<widgets::Side> sides;
        for (const auto& difference : found.differences) {
            captions << QString::fromStdString(difference.caption);
            const auto suggested = difference.suggestion();
            sides.push_back(suggested == widgets::Side::open ? widgets::Side::mine : suggested);
            for (const auto& text : {difference.was, difference.mine, difference.theirs})
                QVERIFY(text.find("new-secret") == std::string::npos);
        }
        QCOMPARE(captions, QStringList({QStringLiteral("Name"), QStringLiteral("Variable CHAMBER"),
                                        QStringLiteral("Variable API_TOKEN"), QStringLiteral("Variable PORT"),
                                        QStringLiteral("Parameter note")}));
        const auto both = merged(mine, theirs, found, sides);
        QCOMPARE(both.name, std::string("Mine"));
        QCOMPARE(both.variables[0].value, std::string("chamber-3"));
        QCOMPARE(both.variables[1].value, std::string("new-secret"));
        QCOMPARE(both.variables.size(), 3u);
        QVERIFY(!both.defaultParameters.contains("note"));
    }

    void aChangeOfAVariableToASecretIsReadable() {
        auto after = chamber();
        after.variables[0].secret = true;
        after.variables[0].value.clear();
        const auto changes = changesBetween(chamber(), after);
        QCOMPARE(changes.size(), 1u);
        QCOMPARE(changes[0].before, std::string("chamber-2"));
        QCOMPARE(changes[0].after, std::string("secret"));
    }

    void theModelKeepsItsPromisesWhileEnvironmentsComeChangeAndGo() {
        LabStore store;
        EnvironmentModel model(store);
        EnvironmentProxy proxy(&model);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QAbstractItemModelTester proxyTester(&proxy, QAbstractItemModelTester::FailureReportingMode::QtTest);
        store.replaceEnvironments({environment(1, "Thermal lab B"), environment(2, "Bench 4")});
        QTRY_COMPARE(proxy.rowCount(), 2);
        QCOMPARE(proxy.index(0, 0).data().toString(), QStringLiteral("Bench 4"));
        auto renamed = environment(2, "Zoo");
        renamed.version = 2;
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        store.replaceEnvironments({environment(1, "Thermal lab B"), renamed, environment(3, "Arc")});
        QTRY_COMPARE(proxy.rowCount(), 3);
        QCOMPARE(proxy.index(2, 0).data().toString(), QStringLiteral("Zoo"));
        store.replaceEnvironments({renamed});
        QTRY_COMPARE(proxy.rowCount(), 1);
        QCOMPARE(reset.count(), 0);
        proxy.setFilter(QStringLiteral("thermal"));
        QCOMPARE(proxy.rowCount(), 0);
        proxy.setFilter(QStringLiteral("zo test-jobs"));
        QCOMPARE(proxy.rowCount(), 1);
    }
};

QTEST_MAIN(EnvironmentDraftTest)
#include "environment_draft_test.moc"
