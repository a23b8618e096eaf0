// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the inspection of every picture finds and lets pass: it would be worth nothing if it could not fail.

#include "console/style/theme.h"
#include "tests/console/support/legibility.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTabBar>
#include <QTableView>
#include <QTest>

#include <memory>

using namespace labwarden;
using namespace labwarden::console::test;

class LegibilityTest : public QObject {
    Q_OBJECT

    std::unique_ptr<style::Theme> m_theme;
    std::unique_ptr<QWidget> m_window;

    template<class T, class... Args>
    T* put(Args... args) {
        auto* widget = new T(args...);
        m_window->layout()->addWidget(widget);
        return widget;
    }
    QStringList faults() {
        m_window->show();
        [&] { QVERIFY(QTest::qWaitForWindowExposed(m_window.get())); }();
        return legibility::faults(m_window.get());
    }
    void expectOne(const char* words) {
        const QStringList found = faults();
        QVERIFY2(found.size() == 1 && found.first().contains(QString::fromUtf8(words)),
                 qPrintable(found.join(QLatin1Char('\n'))));
    }

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<style::Theme>(*qApp, style::ThemeMode::dark); }
    void init() {
        m_window = std::make_unique<QWidget>();
        m_window->setLayout(new QHBoxLayout);
        m_window->resize(400, 200);
    }

    void what_everybody_can_read_has_no_fault() {
        put<QLabel>(QStringLiteral("Available"));
        put<QPushButton>(QStringLiteral("Start run"));
        put<QLineEdit>()->setAccessibleName(QStringLiteral("Filter"));
        QCOMPARE(faults(), QStringList());
    }

    void a_field_without_a_name_is_found() {
        put<QLineEdit>();
        expectOne("no accessible name");
    }

    void a_label_that_is_too_narrow_is_found() {
        put<QLabel>(QStringLiteral("Available"))->setFixedWidth(20);
        expectOne("is cut off: “Available”");
    }

    void a_label_of_many_lines_without_room_for_them_is_found() {
        auto* label = put<QLabel>(QStringLiteral("A sentence that needs several lines when it is narrow."));
        label->setWordWrap(true);
        label->setFixedSize(80, 16);
        expectOne("cut off at its foot");
    }

    void a_button_that_is_too_narrow_is_found() {
        put<QPushButton>(QStringLiteral("Put into maintenance"))->setFixedWidth(40);
        expectOne("too narrow");
    }

    void a_placeholder_that_is_cut_off_is_found() {
        auto* line = put<QLineEdit>();
        line->setAccessibleName(QStringLiteral("Filter"));
        line->setPlaceholderText(QStringLiteral("Filter devices…"));
        line->setFixedWidth(40);
        expectOne("too narrow");
    }

    void a_tab_without_room_is_found() {
        auto* tabs = put<QTabBar>();
        tabs->setAccessibleName(QStringLiteral("Parts"));
        tabs->addTab(QStringLiteral("Overview"));
        tabs->addTab(QStringLiteral("Telemetry"));
        tabs->setFixedWidth(90);
        QVERIFY(!faults().isEmpty());
    }

    void a_cell_that_is_cut_off_needs_a_tool_tip() {
        auto* table = put<QTableView>();
        table->setAccessibleName(QStringLiteral("Devices"));
        QStandardItemModel model(1, 1);
        model.setHorizontalHeaderLabels({QStringLiteral("N")});
        model.setItem(0, 0, new QStandardItem(QStringLiteral("a name that is rather long for it")));
        table->setModel(&model);
        table->setColumnWidth(0, 40);
        expectOne("has no tool tip");
        model.item(0, 0)->setToolTip(model.item(0, 0)->text());
        QCOMPARE(faults(), QStringList());
        table->setModel(nullptr);
    }

    void a_faint_text_is_found() {
        auto* label = put<QLabel>(QStringLiteral("Available"));
        QPalette palette = label->palette();
        palette.setColor(QPalette::WindowText, QColor(0x4a, 0x50, 0x58));
        label->setPalette(palette);
        expectOne("contrast");
    }

    void contrast_is_that_of_the_standard() {
        QCOMPARE(legibility::contrast(Qt::black, Qt::white), 21.0);
        QCOMPARE(legibility::contrast(Qt::white, Qt::white), 1.0);
        QVERIFY(std::abs(legibility::contrast(QColor(0x77, 0x77, 0x77), Qt::white) - 4.48) < 0.01);
    }
};

QTEST_MAIN(LegibilityTest)
#include "legibility_test.moc"
