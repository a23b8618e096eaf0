// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/actions/release_dialog.h"

#include "console/api/device_api.h"
#include "console/board/actions/reason_field.h"
#include "console/board/actions/release_model.h"
#include "console/board/actions/words.h"
#include "console/store/lab_sync.h"
#include "console/style/metrics.h"
#include "console/widgets/fact_line.h"
#include "console/widgets/format.h"
#include "console/widgets/notice.h"
#include "console/widgets/table.h"

#include <QComboBox>
#include <QHeaderView>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::board {
namespace {

using console::ApiError;
using style::Icon;
using style::Token;
using widgets::countText;
using Outcome = ReleaseItem::Outcome;

constexpr int dialogWidth = 860;
constexpr int mostWhys = 3;
constexpr int mostRowsSeen = 8;
const QString reasonsKey = QStringLiteral("board/releaseReasons");

/// What is about this run alone, so that the others can go on.
bool concernsOneRun(const ApiError& error) {
    using Kind = ApiError::Kind;
    return error.kind == Kind::Conflict || error.kind == Kind::NotFound;
}

QString progressWords(int done, int total) {
    return ReleaseDialog::tr("Ending runs: %1 of %2").arg(countText(done), countText(total));
}

} // namespace

ReleaseDialog::ReleaseDialog(const BoardParts& parts, std::vector<std::string> deviceIds, QWidget* parent)
    : widgets::ActionDialog({tr("Release devices by force"), tr("Release"), "releaseDialog",
                             "releasePushButton", style::ButtonRole::danger},
                            dialogWidth, parent)
    , m_parts(parts)
    , m_ids(std::move(deviceIds))
    , m_model(new ReleaseModel(this))
    , m_sequence(this)
    , m_consequence(new widgets::FactLine(this))
    , m_others(new widgets::FactLine(this))
    , m_table(new QTableView(this))
    , m_reason(new ReasonField(tr("&Reason"), parts.settings, reasonsKey, this)) {
    m_table->setObjectName(QStringLiteral("releaseTableView"));
    m_table->setAccessibleName(tr("Runs that hold the devices"));
    m_table->setModel(m_model);
    widgets::setUpTable(m_table);
    widgets::offerCopy(m_table);
    m_table->setSortingEnabled(false);
    constexpr std::pair<ReleaseModel::Column, int> widths[] = {{ReleaseModel::RunColumn, 190},
                                                               {ReleaseModel::HolderColumn, 110},
                                                               {ReleaseModel::SinceColumn, 160},
                                                               {ReleaseModel::DevicesColumn, 200}};
    for (const auto& [column, width] : widths)
        m_table->setColumnWidth(column, width);
    m_reason->setPlaceholder(tr("It is told to those who started the runs"));
    body()->addWidget(m_consequence);
    body()->addWidget(m_others);
    body()->addWidget(m_table);
    body()->addSpacing(4);
    body()->addWidget(m_reason);
    body()->addStretch(1);
    connect(m_reason, &ReasonField::changed, this, &ReleaseDialog::updateMissing);
    connect(&parts.store, &console::LabStore::changed, this, &ReleaseDialog::describe);
    connect(&m_sequence, &console::RequestSequence::progress, this,
            [this](int done, int total) { setProgress(progressWords(done, total), done); });
    connect(&m_sequence, &console::RequestSequence::finished, this, &ReleaseDialog::onFinished);
    describe();
    m_reason->setFocus();
}

void ReleaseDialog::describe() {
    if (m_hasBegun)
        return;
    m_model->setPlan(releasePlan(m_parts.store, m_ids));
    const int runs = m_model->rowCount();
    qsizetype devices = 0, others = 0;
    for (const auto& item : m_model->rows()) {
        devices += item.devices.size();
        others += item.others.size();
    }
    m_consequence->say(Icon::octagonX, Token::failed,
                       runs == 1 ? tr("The run below ends as “error”, and its devices are free. Its runner "
                                      "may still be at work on them for a moment.")
                                 : tr("The %1 runs below end as “error”, and their devices are free. Their "
                                      "runners may still be at work on them for a moment.")
                                       .arg(countText(runs)));
    m_others->say(Icon::triangleAlert, Token::warning,
                  others == 0 ? QString()
                  : others == 1
                      ? tr("1 device that is not selected is held by these runs, too, and gets free.")
                      : tr("%1 devices that are not selected are held by these runs, too, and get "
                           "free.")
                            .arg(countText(others)));
    setVerb(tr("Release %1").arg(devicesText(devices + others)));
    const auto heightOf = [](int rows) {
        return style::metrics::headerHeight + rows * style::metrics::rowHeight + 2;
    };
    m_table->setMinimumHeight(heightOf(std::clamp(runs, 1, mostRowsSeen)));
    m_table->setMaximumHeight(heightOf(std::max(runs, 1)));
    updateMissing();
    fit();
}

void ReleaseDialog::updateMissing() {
    const bool someLeft = std::any_of(m_model->rows().begin(), m_model->rows().end(), [](const auto& item) {
        return item.outcome != Outcome::released && item.outcome != Outcome::hadEnded;
    });
    setMissing(someLeft     ? m_reason->whatIsMissing()
               : m_hasBegun ? tr("Nothing is left to be released.")
                            : tr("No run holds these devices any more."));
}

bool ReleaseDialog::isDirty() const {
    return !m_hasBegun && !m_reason->reason().empty();
}

void ReleaseDialog::submit() {
    m_reason->remember();
    m_hasBegun = true;
    std::vector<console::RequestSequence::Step> steps;
    for (int row = 0; row < m_model->rowCount(); ++row)
        if (const auto outcome = m_model->at(row).outcome;
            outcome == Outcome::waiting || outcome == Outcome::failed)
            steps.push_back(step(row));
    const int total = static_cast<int>(steps.size());
    begin(progressWords(0, total), total);
    m_sequence.start(std::move(steps));
}

console::RequestSequence::Step ReleaseDialog::step(int row) {
    return {1, [this, row](QObject* context, console::RequestSequence::Answered answer) {
                const ReleaseItem& item = m_model->at(row);
                m_table->scrollTo(m_model->index(row, 0));
                const ReleaseRequest request{m_reason->reason(), item.runId};
                const std::string deviceId = item.deviceId;
                m_model->setOutcome(row, Outcome::underWay);
                m_parts.api.release(
                    deviceId, request, context,
                    [this, row, answer = std::move(answer)](console::ApiResult<std::vector<Event>> result) {
                        if (result) {
                            m_parts.sync.accept(*result);
                            m_model->setOutcome(row, Outcome::released);
                        } else if (concernsOneRun(result.error())) {
                            m_model->setOutcome(row,
                                                result.error().kind == ApiError::Kind::Conflict
                                                    ? Outcome::hadEnded
                                                    : Outcome::failed,
                                                refusalText(result.error()));
                            answer({});
                            return;
                        } else {
                            m_model->setOutcome(row, Outcome::failed,
                                                isFateUnknown(result.error())
                                                    ? tr("%1 It may have been released all the same.")
                                                          .arg(refusalText(result.error()))
                                                    : refusalText(result.error()));
                        }
                        answer(result.error());
                    });
            }};
}

void ReleaseDialog::onFinished(const console::SequenceResult& result) {
    end();
    const bool allReleased = std::all_of(m_model->rows().begin(), m_model->rows().end(),
                                         [](const auto& item) { return item.outcome == Outcome::released; });
    if (allReleased) {
        accept();
        return;
    }
    setBegun();
    const QString words = releaseWords(m_model->rows());
    QStringList whys;
    for (const auto& item : m_model->rows())
        if (!item.why.isEmpty() && whys.size() < mostWhys)
            whys << tr("#%1: %2").arg(item.runNumber).arg(item.why);
    if (result.stopped)
        notice()->say(Icon::circleMinus, Token::warning, tr("Stopped. %1").arg(words));
    else if (result.isWhole())
        notice()->say(Icon::circleAlert, Token::warning, words, whys.join(QLatin1Char('\n')));
    else
        notice()->problem(words, whys.join(QLatin1Char('\n')));
    setVerb(tr("Release the others"));
    updateMissing();
    closeButton()->setFocus();
    fit();
}

void ReleaseDialog::done(int result) {
    const auto& items = m_model->rows();
    const auto wasReleased = [](const ReleaseItem& item) { return item.outcome == Outcome::released; };
    if (std::any_of(items.begin(), items.end(), wasReleased))
        Q_EMIT released(releaseWords(items), std::all_of(items.begin(), items.end(), wasReleased));
    widgets::ActionDialog::done(result);
}

} // namespace labwarden::board
