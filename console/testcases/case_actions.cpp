// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/case_actions.h"

#include "console/style/icons.h"
#include "console/testcases/case_help.h"
#include "console/testcases/case_words.h"
#include "console/testcases/change_dialog.h"
#include "console/widgets/message_box.h"

#include <QMenu>

#include <algorithm>

namespace labwarden::console {
namespace {

using style::Icon;
using widgets::MessageBox;

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

QString nameOf(const CaseActions::Cases& cases) {
    return cases.size() == 1 ? q(cases.front().key) : CaseActions::tr("%1 test cases").arg(cases.size());
}

/// What they all have in one field; nothing when they differ.
QStringList folderOf(const CaseActions::Cases& cases) {
    const bool isOne = std::all_of(cases.begin(), cases.end(),
                                   [&](const auto& each) { return each.folder == cases.front().folder; });
    return isOne ? QStringList{q(cases.front().folder)} : QStringList();
}

QStringList tagsOf(const CaseActions::Cases& cases) {
    QStringList tags;
    for (const auto& each : cases)
        for (const auto& tag : each.tags)
            tags << q(tag);
    tags.removeDuplicates();
    tags.sort();
    return tags;
}

} // namespace

CaseActions::CaseActions(const CaseParts& parts, CaseHelp& help, QWidget* owner)
    : QObject(owner), m_parts(parts), m_help(help), m_owner(owner) {}

QMenu* CaseActions::makeMenu(const Cases& cases) {
    auto* menu = new QMenu(m_owner);
    menu->setObjectName(QStringLiteral("caseMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool writes = m_parts.store.may("testcases:write");
    const bool approves = m_parts.store.may("testcases:approve");
    const bool one = cases.size() == 1;
    const auto add = [&](Icon icon, const QString& text, bool isOffered, auto action) {
        auto* made = menu->addAction(style::icon(icon), text);
        made->setEnabled(isOffered);
        connect(made, &QAction::triggered, this, action);
    };
    const auto has = [&](CaseStatus status) {
        return std::any_of(cases.begin(), cases.end(),
                           [&](const auto& each) { return each.status == status; });
    };
    const auto hasOther = [&](CaseStatus status) {
        return std::any_of(cases.begin(), cases.end(),
                           [&](const auto& each) { return each.status != status; });
    };
    if (one) {
        add(Icon::pencil, tr("Open"), true, [this, id = cases.front().id] { Q_EMIT openRequested(id); });
        add(Icon::play, tr("Start a run…"), m_parts.store.may("runs:start") && !has(CaseStatus::retired),
            [this, id = cases.front().id] { Q_EMIT startRequested(id); });
        add(Icon::copy, tr("Duplicate"), writes, [this, summary = cases.front()] { duplicate(summary); });
        menu->addSeparator();
    }
    add(Icon::folder, tr("Move to folder…"), writes, [this, cases] { move(cases); });
    add(Icon::tag, tr("Tags…"), writes, [this, cases] { editTags(cases); });
    add(Icon::download, tr("Export…"), true, [this] { Q_EMIT exportRequested(); });
    menu->addSeparator();
    add(Icon::circleCheck, tr("Approve"), writes && approves && hasOther(CaseStatus::approved),
        [this, cases] { setStatus(cases, CaseStatus::approved); });
    add(Icon::pencil, tr("Back to draft"), writes && hasOther(CaseStatus::draft),
        [this, cases] { setStatus(cases, CaseStatus::draft); });
    add(Icon::circleMinus, tr("Retire"), writes && hasOther(CaseStatus::retired),
        [this, cases] { setStatus(cases, CaseStatus::retired); });
    menu->addSeparator();
    add(Icon::trash2, tr("Delete…"), writes, [this, cases] { remove(cases); });
    return menu;
}

void CaseActions::editTags(const Cases& cases) {
    auto* dialog = new ChangeDialog(ChangeDialog::Kind::tags, static_cast<int>(cases.size()), tagsOf(cases),
                                    m_help, m_owner);
    connect(dialog, &ChangeDialog::chosen, this,
            [this, cases](const CasesChange& change) { send(change, cases); });
    dialog->open();
}

void CaseActions::move(const Cases& cases) {
    auto* dialog = new ChangeDialog(ChangeDialog::Kind::folder, static_cast<int>(cases.size()),
                                    folderOf(cases), m_help, m_owner);
    connect(dialog, &ChangeDialog::chosen, this,
            [this, cases](const CasesChange& change) { send(change, cases); });
    dialog->open();
}

void CaseActions::setStatus(const Cases& cases, CaseStatus status) {
    CasesChange change;
    change.status = status;
    if (status != CaseStatus::retired) {
        send(change, cases);
        return;
    }
    MessageBox::ask(
        m_owner,
        {tr("Retire %1?").arg(nameOf(cases)),
         tr("Retired test cases are kept with all their runs, but none is started with them any more."),
         tr("Retire"), tr("Keep"), false},
        [this, change, cases](MessageBox::Answer answer) {
            if (answer == MessageBox::Answer::yes)
                send(change, cases);
        });
}

void CaseActions::send(CasesChange change, const Cases& cases) {
    for (const auto& each : cases)
        change.testCases.push_back({each.id, each.revision});
    if (cases.size() > mostCasesOfOneRequest) {
        Q_EMIT failed(tr("Those are too many at once."),
                      tr("Choose at most %1 test cases.").arg(mostCasesOfOneRequest));
        return;
    }
    m_job = m_parts.cases.changeMany(change, this, [this, cases](ApiResult<CasesChanged> result) {
        if (!result) {
            Q_EMIT failed(result.error().title, result.error().detail);
            return;
        }
        QStringList refused;
        for (const auto& each : result->refused) {
            const auto at = std::find_if(cases.begin(), cases.end(),
                                         [&](const auto& known) { return known.id == each.id; });
            refused << QStringLiteral("%1: %2").arg(at == cases.end() ? q(each.id) : q(at->key),
                                                    q(each.reason));
        }
        const QString changed = result->changed.size() == 1
                                    ? tr("1 test case was changed.")
                                    : tr("%1 test cases were changed.").arg(result->changed.size());
        if (refused.isEmpty())
            Q_EMIT done(changed, {});
        else
            Q_EMIT failed(tr("%1 %2 refused.").arg(changed).arg(refused.size()),
                          refused.join(QLatin1Char('\n')));
    });
}

void CaseActions::duplicate(const TestCaseSummary& summary) {
    m_job = m_parts.api.testCase(summary.id, this, [this](ApiResult<TestCase> result) {
        if (!result) {
            Q_EMIT failed(result.error().title, result.error().detail);
            return;
        }
        auto document = result->document;
        document.title = tr("%1 (copy)").arg(q(document.title)).toStdString();
        document.status = CaseStatus::draft;
        Q_EMIT copied(document);
    });
}

void CaseActions::remove(const Cases& cases) {
    MessageBox::ask(m_owner,
                    {tr("Delete %1?").arg(nameOf(cases)),
                     tr("Its runs and their results stay. A test case that a run or a health check is using "
                        "is not deleted."),
                     tr("Delete"), tr("Keep"), true},
                    [this, cases](MessageBox::Answer answer) {
                        if (answer == MessageBox::Answer::yes)
                            removeNext(cases, 0, {});
                    });
}

/// One after the other; each that is refused is told.
void CaseActions::removeNext(Cases cases, int removed, QStringList refused) {
    if (cases.empty()) {
        const QString words =
            removed == 1 ? tr("1 test case was deleted.") : tr("%1 test cases were deleted.").arg(removed);
        if (refused.isEmpty())
            Q_EMIT done(words, {});
        else
            Q_EMIT failed(removed > 0 ? words : tr("Nothing was deleted."), refused.join(QLatin1Char('\n')));
        return;
    }
    const auto next = cases.back();
    cases.pop_back();
    m_job = m_parts.cases.remove(
        next.id, next.revision, this,
        [this, cases, next, removed, refused](ApiResult<std::vector<Event>> result) mutable {
            if (result)
                m_parts.sync.accept(*result);
            else
                refused << QStringLiteral("%1: %2").arg(q(next.key), result.error().text());
            removeNext(std::move(cases), removed + (result ? 1 : 0), std::move(refused));
        });
}

} // namespace labwarden::console
