// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/console/support/keyboard.h"

#include <QAbstractButton>
#include <QApplication>
#include <QButtonGroup>
#include <QTest>

namespace labwarden::console::test::keyboard {
namespace {

constexpr int mostSteps = 200;
constexpr int mostStuck = 4; ///< a field of several parts takes some

QString nameOf(const QWidget* widget) {
    if (!widget)
        return QStringLiteral("nobody");
    return QStringLiteral("%1 \"%2\"")
        .arg(QLatin1String(widget->metaObject()->className()), widget->objectName());
}

bool isAt(const QWidget* at, const QWidget* target) {
    return at == target || target->focusProxy() == at || target->isAncestorOf(at) ||
           at->focusProxy() == target; // the list below a field that completes
}

/// Tab leads to the chosen one of a group only.
bool areOneGroup(QWidget* a, QWidget* b) {
    const auto* at = qobject_cast<QAbstractButton*>(a);
    const auto* target = qobject_cast<QAbstractButton*>(b);
    if (!at || !target)
        return false;
    if (at->group())
        return at->group() == target->group() && at->group()->exclusive();
    return !target->group() && at->autoExclusive() && target->autoExclusive() &&
           at->parentWidget() == target->parentWidget();
}

Qt::Key towards(const QWidget* at, const QWidget* target) {
    const QPoint way = target->mapToGlobal(QPoint(0, 0)) - at->mapToGlobal(QPoint(0, 0));
    if (qAbs(way.y()) > qAbs(way.x()))
        return way.y() > 0 ? Qt::Key_Down : Qt::Key_Up;
    return way.x() > 0 ? Qt::Key_Right : Qt::Key_Left;
}

/// When a dialog or menu goes, window systems give the keyboard back to the window below it, and there to who
/// had it. The offscreen platform leaves it with nobody.
void comeBack(QWidget* target) {
    auto* window = target->window();
    const auto* modal = QApplication::activeModalWidget();
    const bool isBelow = (modal && modal != window) || QApplication::activePopupWidget();
    if (isBelow || (holder() && window->isActiveWindow()))
        return;
    window->activateWindow();
    QTRY_VERIFY(window->isActiveWindow());
    if (!holder() && window->focusWidget())
        window->focusWidget()->setFocus(Qt::ActiveWindowFocusReason);
}

} // namespace

QWidget* holder() {
    if (auto* popup = QApplication::activePopupWidget())
        return popup->focusWidget() ? popup->focusWidget() : popup;
    return QApplication::focusWidget();
}

void goTo(QWidget* target) {
    QVERIFY(target);
    QTRY_VERIFY2(target->isVisible() && target->isEnabled(), qPrintable(nameOf(target)));
    comeBack(target);
    QTRY_VERIFY2(holder() && (holder()->window() == target->window() || isAt(holder(), target)),
                 qPrintable(QStringLiteral("The keyboard is with %1 and not in the window of %2.")
                                .arg(nameOf(holder()), nameOf(target))));
    QStringList way;
    int stuck = 0;
    for (int i = 0; i < mostSteps; ++i) {
        auto* at = holder();
        QVERIFY2(
            at, qPrintable(QStringLiteral("Nobody has the keyboard after ") + way.join(QLatin1String(", "))));
        if (isAt(at, target))
            return;
        way << nameOf(at);
        QTest::keyClick(at, areOneGroup(at, target) ? towards(at, target) : Qt::Key_Tab);
        stuck = holder() == at ? stuck + 1 : 0;
        if (stuck == mostStuck)
            break; // it does not let go
    }
    QFAIL(qPrintable(QStringLiteral("No key leads to %1; the way was %2")
                         .arg(nameOf(target), way.mid(0, 25).join(QLatin1String(", ")))));
}

void awaitAt(QWidget* target) {
    QVERIFY(target);
    QTRY_VERIFY2((comeBack(target), holder() && isAt(holder(), target)),
                 qPrintable(QStringLiteral("The keyboard is with %1 and not with %2.")
                                .arg(nameOf(holder()), nameOf(target))));
}

void press(QWidget* target, Qt::Key key, Qt::KeyboardModifiers with) {
    goTo(target);
    press(key, with);
}

void press(Qt::Key key, Qt::KeyboardModifiers with) {
    auto* at = holder();
    QVERIFY2(at, "Nobody has the keyboard.");
    QTest::keyClick(at, key, with);
}

void write(QWidget* field, const QString& text) {
    goTo(field);
    auto* at = holder();
    QVERIFY2(at, "Nobody has the keyboard.");
    QTest::keyClicks(at, text);
}

void type(QWidget* field, const QString& text) {
    goTo(field);
    press(Qt::Key_A, Qt::ControlModifier);
    if (text.isEmpty())
        press(Qt::Key_Delete);
    else
        write(field, text);
}

QStringList order(QWidget* from) {
    goTo(from);
    auto* first = holder();
    QStringList names;
    for (int i = 0; i < mostSteps && (names.isEmpty() || holder() != first); ++i) {
        auto* at = holder();
        if (!at)
            return names << nameOf(at);
        // A field of several parts has the name; its parts have none, or one of Qt.
        auto* named = at;
        while (named->parentWidget() && !named->isWindow() &&
               (named->objectName().isEmpty() || named->objectName().startsWith(QLatin1String("qt_"))))
            named = named->parentWidget();
        names << named->objectName();
        QTest::keyClick(at, Qt::Key_Tab);
    }
    return names;
}

} // namespace labwarden::console::test::keyboard
