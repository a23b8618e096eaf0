// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/e2e/support/console_program.h"

#include "console/board/device_model.h"
#include "console/login/prefill.h"
#include "console/widgets/state_badge.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QChartView>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QLineSeries>
#include <QTest>

namespace labwarden::test {
namespace {

constexpr QSize windowSize(1440, 900);

QModelIndex rowNamed(const QAbstractItemView& tiles, const QString& key) {
    const auto* model = tiles.model();
    for (int row = 0; row < model->rowCount(); ++row)
        if (const auto index = model->index(row, board::DeviceModel::NameColumn);
            index.data().toString() == key)
            return index;
    return {};
}

/// Types into whatever has the focus, in place of what is in it.
void typeOver(const QString& text) {
    auto* field = QApplication::focusWidget();
    QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(field, text);
}

} // namespace

ConsoleProgram::ConsoleProgram(style::ThemeMode mode)
    : settings(m_folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat)
    , theme(*qApp, mode)
    , window({api, store, sync, signIn, kept, pins, clock, theme, settings, adminApi, people, peopleSync}) {
    window.resize(windowSize);
    window.show();
    window.begin({});
    if (!QTest::qWaitForWindowActive(&window))
        qFatal("the console's window does not become active");
}

void ConsoleProgram::typeSignIn(const QString& server, const QString& user, const QString& password) {
    widget<QLineEdit>("serverLineEdit").setFocus();
    for (const auto& text : {server, user}) {
        if (!text.isEmpty())
            typeOver(text);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    typeOver(password);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
}

bool ConsoleProgram::choose(QComboBox& box, const QString& text) {
    box.setFocus();
    QTest::keyClick(&box, Qt::Key_Home);
    for (int i = 0; i < box.count() && !box.currentText().contains(text); ++i)
        QTest::keyClick(&box, Qt::Key_Down);
    return box.currentText().contains(text);
}

QString ConsoleProgram::tileState(const QString& key) const {
    return rowNamed(widget<QAbstractItemView>("deviceTileView"), key)
        .siblingAtColumn(board::DeviceModel::StateColumn)
        .data()
        .toString();
}

void ConsoleProgram::clickTile(const QString& key) {
    auto& tiles = widget<QAbstractItemView>("deviceTileView");
    const auto index = rowNamed(tiles, key);
    tiles.scrollTo(index);
    QTest::mouseClick(tiles.viewport(), Qt::LeftButton, {}, tiles.visualRect(index).center());
}

QStringList ConsoleProgram::selectedTiles() const {
    QStringList names;
    for (const auto& index : widget<QAbstractItemView>("deviceTileView").selectionModel()->selectedRows())
        names << index.data().toString();
    return names;
}

QString ConsoleProgram::feedText() const {
    return widget<QAbstractButton>("feedIndicator").text();
}

QString ConsoleProgram::runBadge() const {
    return widget<widgets::StateBadge>("runStateBadge").text();
}

QStringList ConsoleProgram::criteria() const {
    QStringList lines;
    for (const auto* line :
         widget<QWidget>("criteriaList").findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly))
        if (line->layout())
            lines << line->accessibleName().simplified();
    return lines;
}

int ConsoleProgram::chartPoints() const {
    qsizetype most = 0;
    for (const auto* series : widget<QChartView>("telemetryPlot").chart()->series())
        if (const auto* line = qobject_cast<const QLineSeries*>(series))
            most = std::max(most, static_cast<qsizetype>(line->count()));
    return static_cast<int>(most);
}

bool ConsoleProgram::keepPicture(const QString& name) {
    const QString folder = qEnvironmentVariable("LABWARDEN_SCREENSHOTS", QDir::tempPath());
    const auto suffix = theme.isDark() ? QLatin1String("-dark.png") : QLatin1String("-light.png");
    return QDir().mkpath(folder) && window.grab().save(folder + QLatin1Char('/') + name + suffix);
}

} // namespace labwarden::test
