// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/code_edit.h"
#include "console/testcases/yaml_lines.h"

#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>

using namespace labwarden::console;

namespace {

QStringList list(std::initializer_list<const char*> words) {
    QStringList all;
    for (const auto* word : words)
        all << QString::fromUtf8(word);
    return all;
}

/// The stretches of a line, each with what it is.
QStringList partsOfLine(const QString& line, int state = 0) {
    static const QStringList kinds{QStringLiteral("name"), QStringLiteral("text"), QStringLiteral("number"),
                                   QStringLiteral("word"), QStringLiteral("mark"), QStringLiteral("comment")};
    QStringList parts;
    for (const auto& token : yamlLine(line, state).tokens)
        parts << kinds[static_cast<int>(token.kind)] + QLatin1Char(' ') + line.mid(token.from, token.length);
    return parts;
}

} // namespace

class CaseTextViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aLineOfYamlIsReadForItsColours_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QStringList>("parts");
        const auto row = [](const char* line, std::initializer_list<const char*> parts) {
            QTest::newRow(line) << QString::fromUtf8(line) << list(parts);
        };
        row("title: Thermal soak 45 °C", {"name title", "text Thermal soak 45 °C"});
        row("  - name: Ramp # slowly", {"mark -", "name name", "text Ramp", "comment # slowly"});
        row("    durationSeconds: 2.5", {"name durationSeconds", "number 2.5"});
        row("    defaultValue: true", {"name defaultValue", "word true"});
        row("      - ${mode}", {"mark -", "text ${mode}"});
        row("      - \"5 # 6\" # seven", {"mark -", "text \"5 # 6\"", "comment # seven"});
        row("      - 'it''s: so'", {"mark -", "text 'it''s: so'"});
        row("# all of it", {"comment # all of it"});
        row("command: a#b", {"name command", "text a#b"});
        row("description: |", {"name description", "mark |"});
        row("url: http://lab:80/x", {"name url", "text http://lab:80/x"});
        row("  - name:", {"mark -", "name name"});
        row("-", {"mark -"});
        row("", {});
    }
    void aLineOfYamlIsReadForItsColours() {
        QFETCH(QString, line);
        QFETCH(QStringList, parts);
        QCOMPARE(partsOfLine(line), parts);
    }

    void aBlockOfTextEndsWhereItIsNoDeeperThanItsName() {
        const int block = yamlLine(QStringLiteral("  - command: |"), 0).state;
        QVERIFY(block > 0);
        const auto inside = yamlLine(QStringLiteral("      name: # no comment"), block);
        QCOMPARE(inside.tokens.size(), 1u);
        QCOMPARE(yamlLine({}, inside.state).state, block);
        QCOMPARE(partsOfLine(QStringLiteral("    name: x"), block), list({"name name", "text x"}));
        QVERIFY(!hasYamlComment(QStringLiteral("description: |\n  # a heading\n")));
        QVERIFY(hasYamlComment(QStringLiteral("description: |\n  # a heading\n# this\n")));
        QVERIFY(!hasYamlComment(QStringLiteral("{\"title\": \"a # b\"}")));
    }

    void onlyWhatDiffersIsReplaced() {
        CodeEdit edit;
        edit.setCode(QStringLiteral("one\ntwo\nthree\n"));
        QCOMPARE(edit.textCursor().position(), 0);
        QSignalSpy edited(&edit, &CodeEdit::codeEdited);
        QSignalSpy changes(edit.document(), &QTextDocument::contentsChange);
        edit.setCode(QStringLiteral("one\ntwice\nthree\n"));
        QCOMPARE(edit.toPlainText(), QStringLiteral("one\ntwice\nthree\n"));
        QCOMPARE(changes.count(), 1);
        QCOMPARE(changes.front().at(0).toInt(), 6);
        QCOMPARE(changes.front().at(1).toInt(), 1);
        QCOMPARE(edit.textCursor().position(), 6);
        QCOMPARE(edited.count(), 0);
        for (const char* text : {"", "a", "aa", "aba", "aaba"}) {
            edit.setCode(QString::fromLatin1(text));
            QCOMPARE(edit.toPlainText(), QString::fromLatin1(text));
        }
    }

    void returnGoesOnAtTheDepthThatIsMeant() {
        CodeEdit edit;
        edit.show();
        QTest::keyClicks(&edit, QStringLiteral("steps:"));
        QTest::keyClick(&edit, Qt::Key_Return);
        QTest::keyClicks(&edit, QStringLiteral("- name: Ramp"));
        QTest::keyClick(&edit, Qt::Key_Return);
        QTest::keyClicks(&edit, QStringLiteral("kind: wait"));
        QTest::keyClick(&edit, Qt::Key_Return);
        QCOMPARE(edit.toPlainText(), QStringLiteral("steps:\n  - name: Ramp\n    kind: wait\n    "));
        QTest::keyClick(&edit, Qt::Key_Backtab);
        QTest::keyClick(&edit, Qt::Key_Backtab);
        QTest::keyClicks(&edit, QStringLiteral("x"));
        QTest::keyClick(&edit, Qt::Key_Tab);
        QVERIFY(edit.toPlainText().endsWith(QStringLiteral("\nx ")));
        edit.selectAll();
        QTest::keyClick(&edit, Qt::Key_Tab);
        QVERIFY(edit.toPlainText().startsWith(QStringLiteral("  steps:\n    - name")));
        QTest::keyClick(&edit, Qt::Key_Backtab);
        QVERIFY(edit.toPlainText().startsWith(QStringLiteral("steps:\n  - name")));
    }

    void whatIsWrongIsUnderlinedAndSaidWhereItStands() {
        CodeEdit edit;
        edit.setCode(QStringLiteral("title: 5\n"));
        edit.setMarks(
            {{7, 8, QStringLiteral("Must be a text.")}, {9, 9, QStringLiteral("Steps are missing.")}});
        QCOMPARE(edit.marksAt(7), QStringLiteral("Must be a text."));
        QCOMPARE(edit.marksAt(2), QString());
        int waves = 0;
        for (const auto& selection : edit.extraSelections())
            if (selection.format.underlineStyle() == QTextCharFormat::WaveUnderline) {
                ++waves;
                QVERIFY(selection.cursor.hasSelection());
            }
        QCOMPARE(waves, 2);
    }
};

QTEST_MAIN(CaseTextViewTest)
#include "case_text_view_test.moc"
