// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/e2e/support/console_program.h"

#include "console/board/device_model.h"
#include "console/login/prefill.h"
#include "console/widgets/notice.h"
#include "console/widgets/state_badge.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QChartView>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QLineSeries>
#include <QMenu>
#include <QPushButton>
#include <QTest>

namespace labwarden::test {
namespace {

constexpr QSize windowSize(1440, 900);
constexpr int patience = 20'000; ///< ms; what takes moments here may take long on a busy machine

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

ConsoleProgram::ConsoleProgram(style::ThemeMode mode, std::shared_ptr<ConsoleHome> home)
    : m_home(std::move(home))
    , settings(m_home->folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat)
    , theme(*qApp, mode)
    , window({api, deviceApi, testCaseApi, environmentApi, store, sync, signIn, kept, pins, clock, theme,
              settings, adminApi, people, peopleSync}) {
    client.setPins(&pins);
    window.resize(windowSize);
    window.show();
    window.begin({});
    if (!QTest::qWaitForWindowActive(&window))
        qFatal("the console's window does not become active");
}

void ConsoleProgram::typeSignIn(const QString& server, const QString& user, const QString& password) {
    window.activateWindow();
    if (!QTest::qWaitForWindowActive(&window))
        qFatal("the console's window does not become active");
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

bool ConsoleProgram::focus(QWidget& widget) {
    const QPointer<QWidget> target = &widget;
    const bool ready = QTest::qWaitFor(
        [&] {
            if (!target || !target->isVisible() || !target->isEnabled())
                return false;
            if (!target->isActiveWindow()) // another console, or a menu that was open, may have the keyboard
                target->activateWindow();
            target->setFocus(Qt::TabFocusReason);
            return target->hasFocus() || (target->focusProxy() && target->focusProxy()->hasFocus());
        },
        patience);
    if (!ready)
        qWarning("%s does not get the keyboard", target ? qPrintable(target->objectName()) : "what is gone");
    return ready;
}

bool ConsoleProgram::press(QWidget& widget, Qt::Key key, Qt::KeyboardModifiers with) {
    if (!focus(widget))
        return false;
    QTest::keyClick(&widget, key, with);
    return true;
}

bool ConsoleProgram::press(const char* name, Qt::Key key, Qt::KeyboardModifiers with) {
    return press(widget<QWidget>(name), key, with);
}

bool ConsoleProgram::type(const char* name, const QString& text) {
    auto& line = widget<QLineEdit>(name);
    if (!press(line, Qt::Key_A, Qt::ControlModifier))
        return false;
    if (text.isEmpty())
        QTest::keyClick(&line, Qt::Key_Delete);
    else
        QTest::keyClicks(&line, text);
    return line.text() == text;
}

bool ConsoleProgram::agree() {
    const auto question = dialog("questionDialog");
    auto* yes = question ? question->findChild<QPushButton*>(QStringLiteral("yesPushButton")) : nullptr;
    return yes && press(*yes) &&
           QTest::qWaitFor([&] { return !question || !question->isVisible(); }, patience);
}

bool ConsoleProgram::signOut() {
    if (!press("userChip"))
        return false;
    QMenu* menu = nullptr;
    if (!QTest::qWaitFor(
            [&] { return (menu = qobject_cast<QMenu*>(QApplication::activePopupWidget())) != nullptr; },
            patience))
        return false;
    QTest::keyClick(menu, Qt::Key_Up); // the last line
    QTest::keyClick(menu, Qt::Key_Return);
    return QTest::qWaitFor([&] { return isShown("loginForm"); }, patience);
}

bool ConsoleProgram::isShown(const char* name) const {
    const auto* found = window.findChild<QWidget*>(QLatin1String(name));
    return found && found->isVisible();
}

QString ConsoleProgram::text(const char* name) const {
    if (!isShown(name))
        return {};
    const auto& shown = widget<QWidget>(name);
    if (const auto* badge = qobject_cast<const widgets::StateBadge*>(&shown))
        return badge->text();
    return shown.property("text").toString();
}

QString ConsoleProgram::words(const char* notice) const {
    return isShown(notice) ? widget<widgets::Notice>(notice).accessibleName() : QString();
}

QPointer<QDialog> ConsoleProgram::dialog(const char* name) const {
    QPointer<QDialog> found;
    const bool came = QTest::qWaitFor(
        [&] {
            for (auto* dialog : window.findChildren<QDialog*>(QLatin1String(name)))
                if (dialog->isVisible())
                    found = dialog;
            return found != nullptr;
        },
        patience);
    if (!came)
        qWarning("there is no %s", name);
    return found;
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
