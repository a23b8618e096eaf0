// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/back_test_panel.h"

#include "console/style/control_style.h"
#include "console/style/metrics.h"
#include "console/testcases/back_test_charts.h"
#include "console/testcases/back_test_model.h"
#include "console/testcases/span_choice.h"
#include "console/testcases/trial_device.h"
#include "console/widgets/announce.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/format.h"
#include "console/widgets/hairline.h"
#include "console/widgets/label.h"
#include "console/widgets/notice.h"
#include "console/widgets/parameter_form.h"
#include "console/widgets/table.h"
#include "console/widgets/wrap_label.h"

#include <QGridLayout>
#include <QHeaderView>
#include <QProgressBar>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>

#include <boost/json/value_from.hpp>

#include <algorithm>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Text;
using style::Token;
using widgets::Label;

constexpr int margin = style::metrics::pageMargin;
constexpr int rowsSeen = 5;
constexpr int roomForPlaces = 560;
constexpr std::size_t mostRuns = 20;
constexpr std::chrono::milliseconds unnoticed{500};

} // namespace

// --- what it is made of ---

BackTestPanel::BackTestPanel(const CaseParts& parts, CaseDraft& draft, TrialDevice& device, QWidget* parent)
    : QWidget(parent), m_parts(parts), m_draft(draft), m_device(device), m_test(parts, draft) {
    setObjectName(QStringLiteral("backTestPanel"));
    m_slow.setSingleShot(true);
    m_slow.setInterval(unnoticed);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(makeHead());
    layout->addLayout(makeForm());
    layout->addLayout(makeStatus());
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, this));
    m_nothing = new widgets::EmptyState(this);
    m_nothing->setObjectName(QStringLiteral("backTestEmptyState"));
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(makeResults());
    m_stack->addWidget(m_nothing);
    layout->addWidget(m_stack, 1);
    connectParts();
    hide();
}

QLayout* BackTestPanel::makeHead() {
    m_close = new QToolButton(this);
    m_close->setObjectName(QStringLiteral("closeBackTestToolButton"));
    m_close->setIcon(style::icon(Icon::x));
    m_close->setToolTip(tr("Back to the list (Esc)"));
    m_close->setAccessibleName(tr("Close back-test"));
    auto* head = new QHBoxLayout;
    head->setContentsMargins(margin, 14, margin, 10);
    head->addWidget(new Label(tr("Back-test"), Text::title, Token::text, this));
    head->addStretch(1);
    head->addWidget(m_close);
    return head;
}

QLayout* BackTestPanel::makeForm() {
    m_deviceBox = new DeviceBox(m_parts.store, m_device, this);
    m_deviceBox->setObjectName(QStringLiteral("backTestDeviceComboBox"));
    m_span = new SpanChoice(m_parts.clock, this);
    m_parametersButton = new QToolButton(this);
    m_parametersButton->setObjectName(QStringLiteral("backTestParametersToolButton"));
    m_parametersButton->setCheckable(true);
    m_parametersButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_parametersButton->setIcon(style::icon(Icon::chevronRight));
    m_parameters = new widgets::ParameterForm(this);
    m_parameters->hide();
    auto* form = new QGridLayout;
    form->setContentsMargins(margin, 0, margin, 8);
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(8);
    form->setColumnStretch(1, 1);
    form->addWidget(new Label(tr("Device"), Text::secondary, Token::secondary, this), 0, 0);
    form->addWidget(m_deviceBox, 0, 1);
    auto* time = new Label(tr("Time"), Text::secondary, Token::secondary, this);
    time->setFixedHeight(m_deviceBox->sizeHint().height()); // beside the first line of the choice
    form->addWidget(time, 1, 0, Qt::AlignTop);
    form->addWidget(m_span, 1, 1);
    form->addWidget(m_parametersButton, 2, 1, Qt::AlignLeft);
    form->addWidget(m_parameters, 3, 1);
    return form;
}

QLayout* BackTestPanel::makeStatus() {
    m_summary = new Label(Text::bodyStrong, Token::text, this);
    m_summary->setObjectName(QStringLiteral("backTestSummaryLabel"));
    m_progress = new QProgressBar(this);
    m_progress->setObjectName(QStringLiteral("backTestProgressBar"));
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Reading telemetry"));
    m_cancel = new QPushButton(tr("Cancel"), this);
    m_cancel->setObjectName(QStringLiteral("cancelBackTestPushButton"));
    style::setButtonRole(m_cancel, style::ButtonRole::plain);
    m_notice = new widgets::Notice(this);
    m_notice->setObjectName(QStringLiteral("backTestNotice"));
    auto* line = new QHBoxLayout;
    line->addWidget(m_summary);
    line->addWidget(m_progress, 1);
    line->addWidget(m_cancel);
    auto* status = new QVBoxLayout;
    status->setContentsMargins(margin, 0, margin, 8);
    status->setSpacing(8);
    status->addLayout(line);
    status->addWidget(m_notice);
    return status;
}

QWidget* BackTestPanel::makeResults() {
    auto* results = new QWidget(this);
    m_model = new BackTestModel(this);
    m_table = new QTableView(results);
    m_table->setObjectName(QStringLiteral("backTestTableView"));
    m_table->setAccessibleName(tr("Criteria"));
    m_table->setModel(m_model);
    widgets::setUpTable(m_table);
    m_table->setSortingEnabled(false);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    widgets::offerCopy(m_table);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->horizontalHeader()->setStretchLastSection(false);
    m_table->horizontalHeader()->setSectionResizeMode(BackTestModel::Criterion, QHeaderView::Stretch);
    m_table->setColumnWidth(BackTestModel::State, 120);
    m_table->setColumnWidth(BackTestModel::Value, 104);
    m_table->setColumnWidth(BackTestModel::Place, 160);
    m_detail = new widgets::WrapLabel(Text::secondary, Token::secondary, results);
    m_detail->setObjectName(QStringLiteral("backTestDetailLabel"));
    m_detail->setTextFormat(Qt::PlainText);
    m_detail->hide();
    m_charts = new BackTestCharts(results);
    m_noCharts = new widgets::EmptyState(results);
    m_noCharts->setObjectName(QStringLiteral("backTestNoChartsEmptyState"));
    m_chartStack = new QStackedWidget(results);
    m_chartStack->addWidget(m_charts);
    m_chartStack->addWidget(m_noCharts);
    auto* layout = new QVBoxLayout(results);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* holder = new QVBoxLayout;
    holder->setContentsMargins(margin - 6, 0, 4, 0);
    holder->addWidget(m_table);
    auto* detail = new QVBoxLayout;
    detail->setContentsMargins(6, 6, margin - 4, 6);
    detail->addWidget(m_detail);
    holder->addLayout(detail);
    layout->addLayout(holder);
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, results));
    layout->addWidget(m_chartStack, 1);
    return results;
}

void BackTestPanel::connectParts() {
    connect(m_close, &QToolButton::clicked, this, &BackTestPanel::close);
    auto* escape = new QShortcut(QKeySequence(Qt::Key_Escape), this);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &BackTestPanel::close);
    connect(&m_device, &TrialDevice::changed, this, [this] {
        fillRuns();
        ask();
    });
    connect(m_span, &SpanChoice::changed, this, &BackTestPanel::ask);
    connect(m_parametersButton, &QToolButton::toggled, this, [this](bool isOpen) {
        m_parameters->setVisible(isOpen);
        m_parametersButton->setIcon(style::icon(isOpen ? Icon::chevronDown : Icon::chevronRight));
    });
    connect(m_parameters, &widgets::ParameterForm::changed, this, &BackTestPanel::ask);
    connect(&m_draft, &CaseDraft::changed, this, [this] {
        if (!isVisible())
            return;
        m_deviceBox->setRequirements(m_draft.document().requirements);
        showParameters();
        showEmpty();
    });
    connect(&m_test, &BackTest::busyChanged, this, &BackTestPanel::showBusy);
    connect(&m_test, &BackTest::answered, this, &BackTestPanel::showAnswer);
    connect(&m_test, &BackTest::failed, this, &BackTestPanel::onFailure);
    connect(&m_slow, &QTimer::timeout, this, &BackTestPanel::showBusy);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_test.stop();
        showEmpty();
        m_notice->say(Icon::circleStop, Token::offline, tr("Cancelled."));
        m_notice->offer(tr("Try again"));
        m_deviceBox->setFocus();
    });
    connect(m_notice, &widgets::Notice::actionTriggered, this, [this] {
        m_deviceBox->setFocus();
        ask();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &BackTestPanel::showChosen);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
        Q_EMIT criterionWanted(QStringLiteral("/criteria/%1/expression").arg(index.row()));
    });
    connect(&m_parts.store, &LabStore::changed, this, [this](const StoreChanges& changes) {
        if (isVisible() && !changes.runs.empty())
            fillRuns();
    });
}

// --- opening, closing ---

void BackTestPanel::open(const std::string& caseId) {
    m_caseId = caseId;
    m_span->renew();
    fillRuns();
    m_deviceBox->setRequirements(m_draft.document().requirements);
    QWidget::show();
    showParameters();
    ask();
    if (m_device.id().empty())
        m_deviceBox->setFocus();
    else
        m_span->tabStops().front()->setFocus();
}

void BackTestPanel::close() {
    m_test.stop();
    m_notice->clear();
    hide();
    Q_EMIT closed();
}

/// Of this device; those of this case first.
void BackTestPanel::fillRuns() {
    std::vector<TestRun> runs;
    for (const auto& [id, run] : m_parts.store.runs())
        if (std::any_of(run.devices.begin(), run.devices.end(),
                        [this](const RunDevice& device) { return device.id == m_device.id(); }))
            runs.push_back(run);
    std::sort(runs.begin(), runs.end(), [this](const TestRun& a, const TestRun& b) {
        return std::pair(a.testCaseId == m_caseId, a.number) > std::pair(b.testCaseId == m_caseId, b.number);
    });
    if (runs.size() > mostRuns)
        runs.resize(mostRuns);
    m_span->setRuns(runs);
}

void BackTestPanel::showParameters() {
    auto asked = parametersOfCriteria(m_draft.document());
    if (boost::json::value_from(asked) != boost::json::value_from(m_asked)) {
        m_asked = std::move(asked);
        m_parameters->setParameters(m_asked);
        if (!m_parameters->isValid()) // one without a value
            m_parametersButton->setChecked(true);
    }
    m_parametersButton->setVisible(!m_asked.empty());
    m_parametersButton->setText(tr("%1 parameters").arg(m_asked.size()));
    if (m_asked.size() == 1)
        m_parametersButton->setText(tr("1 parameter"));
    m_parameters->setVisible(!m_asked.empty() && m_parametersButton->isChecked());
}

// --- asking, answers ---

void BackTestPanel::ask() {
    if (!isVisible())
        return;
    m_notice->clear();
    showEmpty();
    m_test.ask({m_device.id(), m_span->span(), m_parameters->values()});
}

void BackTestPanel::showBusy() {
    const bool isBusy = m_test.isBusy() && !m_device.id().empty();
    if (!isBusy)
        m_slow.stop();
    else if (m_progress->isHidden() && !m_slow.isActive() && sender() != &m_slow)
        m_slow.start();
    const bool isSlow = isBusy && !m_slow.isActive();
    m_progress->setVisible(isSlow);
    m_cancel->setVisible(isSlow);
}

void BackTestPanel::showAnswer() {
    m_notice->clear();
    m_model->setLines(m_test.lines());
    const int rows = std::min(rowsSeen, std::max(1, m_model->rowCount()));
    m_table->setFixedHeight(m_table->horizontalHeader()->sizeHint().height() +
                            rows * m_table->verticalHeader()->defaultSectionSize() + 2);
    m_charts->show(m_test);
    showChosen();
    const QString summary = m_device.id().empty() ? QString() : summaryOf(m_test.lines());
    const bool isNew = summary != m_summary->text();
    m_summary->setText(summary);
    if (isNew)
        widgets::announce(m_summary);
    showEmpty();
}

void BackTestPanel::showEmpty() {
    const bool hasCriteria = !m_draft.document().criteria.empty();
    if (!hasCriteria)
        m_nothing->setContent(Icon::listChecks, tr("This test case has no success criteria yet."),
                              tr("Add one in the editor; it is tried as soon as it can be read."));
    else if (m_device.id().empty())
        m_nothing->setContent(Icon::cpu, tr("Choose a device to try the criteria on."),
                              tr("Its telemetry is looked at; nothing is started."));
    else if (m_test.isBusy())
        m_nothing->setContent(Icon::loaderCircle, tr("Reading telemetry…"));
    else
        m_nothing->setContent(Icon::history, tr("Nothing has been tried yet."));
    const bool isEmpty = !hasCriteria || m_device.id().empty() || m_test.lines().empty();
    if (isEmpty)
        m_summary->clear();
    m_stack->setCurrentIndex(isEmpty ? 1 : 0);
    const auto& series = m_test.series();
    const bool isSilent = std::all_of(series.begin(), series.end(),
                                      [](const TelemetrySeries& one) { return one.points.empty(); });
    if (series.empty())
        m_noCharts->setContent(Icon::chartLine, tr("None of the criteria can be tried as they are."),
                               tr("The list says why."));
    else
        m_noCharts->setContent(Icon::chartLine,
                               tr("%1 sent none of these metrics in that time.").arg(m_device.key()),
                               tr("Choose another time, or another device."));
    m_chartStack->setCurrentIndex(isSilent ? 1 : 0);
}

void BackTestPanel::onFailure(const ApiError& error) {
    QString detail = error.detail;
    if (!error.faults.empty()) { // too many samples, say
        const auto& fault = error.faults.front();
        detail = widgets::sentenceText(tr("The chosen time %1").arg(QString::fromStdString(fault.message)));
        if (!fault.pointer.starts_with("/from"))
            detail = widgets::sentenceText(QString::fromStdString(fault.message));
    }
    m_notice->problem(error.faults.empty() ? error.title : tr("This cannot be tried."), detail);
    m_notice->offer(tr("Try again"));
    showEmpty();
}

/// Its chart, and in words what came of it.
void BackTestPanel::showChosen() {
    const auto row = chosenRow();
    m_charts->choose(row);
    const bool isKnown = row && *row < m_test.lines().size();
    m_detail->setVisible(isKnown);
    if (!isKnown)
        return;
    const auto& line = m_test.lines()[*row];
    const QString message = QString::fromStdString(line.result.message);
    m_detail->setText(!line.isTried() ? tr("Not tried: %1").arg(line.why)
                      : line.result.broken.empty()
                          ? message
                          : tr("Broken %1. %2").arg(whereWords(line.result), message));
}

std::optional<std::size_t> BackTestPanel::chosenRow() const {
    const auto index = m_table->currentIndex();
    return index.isValid() ? std::optional(static_cast<std::size_t>(index.row())) : std::nullopt;
}

/// Where there is little room the chosen one's place is told below the list.
void BackTestPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_table->setColumnHidden(BackTestModel::Place, width() < roomForPlaces);
}

} // namespace labwarden::console
