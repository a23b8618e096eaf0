// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What BoardActions tells of what was done.

#include "console/board/actions/board_actions.h"

#include "console/board/actions/words.h"
#include "console/widgets/format.h"
#include "console/widgets/notice.h"

#include <QAccessible>
#include <QApplication>
#include <QDir>

#include <utility>

namespace labwarden::board {
namespace {

using style::Icon;
using style::Token;
using widgets::countText;

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

} // namespace

void BoardActions::onServiceChanged(const ServiceResult& result) {
    using Kind = ServiceResult::Kind;
    const auto& sequence = result.sequence;
    const QString devices = devicesText(sequence.done - result.keptByLab);
    QString words, detail;
    switch (result.kind) {
    case Kind::maintenance:
        if (sequence.done == 0)
            return; // the dialog that asked for it says why
        words = sequence.done == 1 ? tr("1 device is in maintenance: %1").arg(q(result.reason))
                                   : tr("%1 are in maintenance: %2").arg(devices, q(result.reason));
        break;
    case Kind::backInService:
        words = sequence.done - result.keptByLab == 1 ? tr("1 device is back in service.")
                                                      : tr("%1 are back in service.").arg(devices);
        break;
    case Kind::undo:
        words = tr("Undone: %1 as before.").arg(devicesText(sequence.done));
        if (result.changedSince > 0)
            detail = result.changedSince == 1
                         ? tr("1 device was changed by somebody else meanwhile and is left alone.")
                         : tr("%1 were changed by somebody else meanwhile and are left alone.")
                               .arg(devicesText(result.changedSince));
        break;
    }
    if (result.keptByLab > 0)
        detail = result.keptByLab == 1
                     ? tr("1 device has to pass its health check first and stays in maintenance until then.")
                     : tr("%1 have to pass their health check first and stay in maintenance until then.")
                           .arg(devicesText(result.keptByLab));
    std::function<void()> undo;
    if (result.kind != Kind::undo && m_service->canUndo())
        undo = [this] {
            m_service->undo();
            if (m_service->isRunning())
                working(tr("Undoing…"), [this] { m_service->stop(); });
        };
    if (sequence.isWhole()) {
        say(words, detail, undo);
        return;
    }
    if (result.kind == Kind::maintenance) { // the dialog is still open and tells of the others
        say(words, {}, undo);
        return;
    }
    problem(standsText(sequence, tr("%1 of %2 are done")),
            sequence.stopped ? tr("Stopped.") : refusalText(sequence.error));
    if (undo) {
        m_noticeAction = undo;
        m_notice->offer(tr("Undo"));
    }
}

void BoardActions::onTagsChanged(const TagResult& result) {
    const int done = result.sequence.done;
    if (result.isUndo) {
        QString detail;
        if (result.changedSince > 0)
            detail = tr("The tags of %1 were changed by somebody else meanwhile and are left alone.")
                         .arg(devicesText(result.changedSince));
        if (result.sequence.isWhole())
            say(tr("Undone: the tags of %1 are as before.").arg(devicesText(done)), detail);
        else
            problem(standsText(result.sequence, tr("The tags of %1 of %2 are put back")),
                    refusalText(result.sequence.error));
        return;
    }
    if (done == 0)
        return; // the dialog that asked for it says why
    say(tr("Changed the tags of %1.").arg(devicesText(done)), {}, [this] {
        m_tags->undo();
        if (m_tags->isRunning())
            working(tr("Undoing…"), [this] { m_tags->stop(); });
    });
}

void BoardActions::onExported(int devices, int missing) {
    const QString path = QDir::toNativeSeparators(m_export->path());
    say(tr("Exported %1.").arg(devicesText(devices)),
        missing == 0
            ? path
            : tr("%1. %2 of those chosen are not registered any more.").arg(path, countText(missing)));
}

void BoardActions::say(const QString& words, const QString& detail, std::function<void()> undo) {
    leaveBars();
    m_slow.stop();
    m_workingStop = {};
    m_noticeAction = std::move(undo);
    m_notice->say(Icon::circleCheck, Token::available, words, detail);
    m_notice->offer(m_noticeAction ? tr("Undo") : QString());
    announce();
}

void BoardActions::problem(const QString& words, const QString& detail) {
    leaveBars();
    m_slow.stop();
    m_workingStop = {};
    m_noticeAction = {};
    m_notice->problem(words, detail);
    m_notice->offer({});
    announce();
}

void BoardActions::working(const QString& words, std::function<void()> stop) {
    const bool isShown = m_workingStop && !m_slow.isActive();
    m_workingWords = words;
    m_workingStop = std::move(stop);
    if (isShown)
        showWorking();
    else
        m_slow.start();
}

void BoardActions::showWorking() {
    if (!m_workingStop)
        return;
    m_noticeAction = m_workingStop;
    m_notice->say(Icon::hourglass, Token::accent, m_workingWords);
    m_notice->offer(tr("Stop"));
}

void BoardActions::announce() {
    if (!QAccessible::isActive())
        return;
    QAccessibleEvent event(m_notice, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

/// Buttons that go take the keyboard with them.
void BoardActions::leaveBars() {
    if (m_notice->isAncestorOf(QApplication::focusWidget()))
        m_source.focusView();
}

} // namespace labwarden::board
