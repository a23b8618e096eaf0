// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is typed into the palette, in the texts of a lab.

#include "console/shell/jump_match.h"

#include <QTest>

using namespace labwarden::console;
using Kind = JumpMatch::Kind;

namespace {

std::optional<JumpMatch> match(const char* word, const char* text) {
    return matchWord(foldedForJump(QString::fromUtf8(word)), foldedForJump(QString::fromUtf8(text)));
}

QStringList folded(std::initializer_list<const char*> texts) {
    QStringList list;
    for (const char* text : texts)
        list << foldedForJump(QString::fromUtf8(text));
    return list;
}

int scoreIn(const char* query, std::initializer_list<const char*> texts) {
    const auto words = foldedForJump(QString::fromUtf8(query)).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    const auto score = scoreOf(words, folded(texts));
    return score ? score->value : -1;
}

} // namespace

class JumpMatchTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void a_word_is_found_in_several_ways_data() {
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QList<int>>("letters");
        const auto row = [](const char* word, const char* text, Kind kind, const QList<int>& letters) {
            QTest::addRow("%s in %s", word, text)
                << QString::fromUtf8(word) << QString::fromUtf8(text) << int(kind) << letters;
        };
        row("r07", "r07-u08", Kind::prefix, {0, 1, 2});
        row("R07", "r07-u08", Kind::prefix, {0, 1, 2});
        row("u08", "r07-u08", Kind::wordStart, {4, 5, 6});
        row("08", "r07-u08", Kind::wordStart, {5, 6});
        row("soak", "Thermal soak 45 °C", Kind::wordStart, {8, 9, 10, 11});
        row("45", "Thermal soak 45 °C", Kind::wordStart, {13, 14});
        row("g4", "Edge gateway G4", Kind::wordStart, {13, 14});
        row("erm", "Thermal soak", Kind::inside, {2, 3, 4});
        row("7-u", "r07-u08", Kind::inside, {2, 3, 4});
        row("ts", "Thermal soak", Kind::letters, {0, 8});
        row("thsk", "Thermal soak", Kind::letters, {0, 1, 8, 11});
        row("r0708", "r07-u08", Kind::letters, {0, 1, 2, 5, 6});
        row("ä", "KÄLTE", Kind::inside, {1});
    }
    void a_word_is_found_in_several_ways() {
        QFETCH(QString, word);
        QFETCH(QString, text);
        QFETCH(int, kind);
        QFETCH(QList<int>, letters);
        const auto found = matchWord(foldedForJump(word), foldedForJump(text));
        QVERIFY(found);
        QCOMPARE(int(found->kind), kind);
        QCOMPARE(QList<int>(found->letters.begin(), found->letters.end()), letters);
    }

    void what_is_not_there_is_not_found() {
        QVERIFY(!match("zz", "r07-u08"));
        QVERIFY(!match("80u", "r07-u08")); // the order counts
        QVERIFY(!match("x", "r07-u08"));
        QVERIFY(match("", "r07-u08"));
        QVERIFY(!match("a", ""));
    }

    void a_prefix_is_better_than_the_start_of_a_word_and_that_better_than_letters() {
        const int prefix = scoreIn("soak", {"Soak test of a very long name indeed, much longer than others"});
        const int wordStart = scoreIn("soak", {"A soak"});
        const int inside = scoreIn("soak", {"resoak"});
        const int letters = scoreIn("soak", {"so a k"});
        QVERIFY(prefix > wordStart);
        QVERIFY(wordStart > inside);
        QVERIFY(inside > letters);
        QVERIFY(letters > 0);
    }

    void among_equals_the_name_and_the_shorter_one_win() {
        QVERIFY(scoreIn("r07", {"r07-u01", "x"}) > scoreIn("r07", {"x", "r07-u01"}));
        QVERIFY(scoreIn("r07", {"r07"}) > scoreIn("r07", {"r07-u01"}));
        QVERIFY(scoreIn("ts", {"thermal soak"}) > scoreIn("ts", {"tries of something"}));
    }

    void every_word_has_to_be_somewhere() {
        QVERIFY(scoreIn("r07 gateway", {"r07-u08", "SN-1", "Edge gateway G4"}) > 0);
        QCOMPARE(scoreIn("r07 drive", {"r07-u08", "SN-1", "Edge gateway G4"}), -1);
        QVERIFY(scoreIn("thermal soak", {"Thermal soak 45"}) > scoreIn("soak thermal", {"Thermal soak 45"}));
    }

    void letters_apart_count_in_the_name_only() {
        QVERIFY(scoreIn("ru8", {"r07-u08", "x"}) > 0);
        QCOMPARE(scoreIn("ru8", {"x", "r07-u08"}), -1);
    }

    void marks_are_those_of_the_text_that_answered_best() {
        const auto score = scoreOf(folded({"sn-48"}), folded({"r07-u08", "r07-u08", "SN-48008"}));
        QVERIFY(score);
        QCOMPARE(score->text, 2);
        QCOMPARE(score->letters, (std::vector<int>{0, 1, 2, 3, 4}));
        const auto both = scoreOf(folded({"r07", "08"}), folded({"r07-u08"}));
        QCOMPARE(both->letters, (std::vector<int>{0, 1, 2, 5, 6}));
    }

    void folding_keeps_places() {
        const QString text = QStringLiteral("Straße İstanbul ÄÖÜ");
        QCOMPARE(foldedForJump(text).size(), text.size());
    }
};

QTEST_APPLESS_MAIN(JumpMatchTest)
#include "jump_match_test.moc"
