// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/runs/start_run_dialog.h"

#include "console/runs/device_choice_delegate.h"
#include "console/runs/device_choice_model.h"
#include "console/runs/start_check.h"
#include "console/style/control_style.h"
#include "console/style/metrics.h"
#include "console/widgets/hairline.h"
#include "console/widgets/label.h"
#include "console/widgets/notice.h"
#include "console/widgets/parameter_form.h"
#include "console/widgets/search_field.h"
#include "console/widgets/section_header.h"

#include <QCheckBox>
#include <QComboBox>
#include <QKeyEvent>
#include <QListView>
#include <QPushButton>
#include <QScrollArea>
#include <QUuid>
#include <QVBoxLayout>

#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>

#include <algorithm>

namespace labwarden::console {
namespace {

using style::Text;
using style::Token;
using widgets::Label;
using widgets::ParameterForm;

constexpr int margin = style::metrics::pageMargin;

QString q(const std::string& text) {
    return QString::fromStdString(text);
}
std::string chosen(const QComboBox& box) {
    return box.currentData().toString().toStdString();
}

/// Fills the box anew and keeps what was chosen.
void fill(QComboBox& box, std::vector<std::pair<QString, QString>> items) {
    std::sort(items.begin(), items.end(),
              [](const auto& a, const auto& b) { return a.first.localeAwareCompare(b.first) < 0; });
    const auto before = box.currentData();
    const QSignalBlocker quiet(&box);
    box.clear();
    for (const auto& [text, id] : items)
        box.addItem(text, id);
    const int known = box.findData(before);
    // One alone needs no choosing; among several none is taken for granted.
    box.setCurrentIndex(known >= 0 ? known : items.size() == 1 ? 0 : -1);
}

/// Whether the server may have started the run although no answer came.
bool isFateUnknown(const ApiError& error) {
    using Kind = ApiError::Kind;
    return error.kind == Kind::Unreachable || error.kind == Kind::Timeout || error.status >= 500;
}

} // namespace

StartRunDialog::StartRunDialog(LabApi& api, LabStore& store, LabSync& sync,
                               const std::vector<std::string>& deviceIds, QWidget* parent)
    : QDialog(parent)
    , m_api(api)
    , m_store(store)
    , m_sync(sync)
    , m_chosenCase(api, store)
    , m_model(new DeviceChoiceModel(store, this))
    , m_notice(new widgets::Notice(this)) {
    setObjectName(QStringLiteral("startRunDialog"));
    setWindowTitle(tr("Start a test run"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(860, 600);

    auto* columns = new QHBoxLayout;
    columns->setSpacing(margin);
    columns->addWidget(makeDevices(), 5);
    columns->addWidget(new widgets::Hairline(Qt::Vertical, this));
    columns->addWidget(makeSettings(), 4);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, margin, margin, 16);
    layout->setSpacing(14);
    layout->addWidget(new Label(tr("Start a test run"), Text::heading, Token::text, this));
    layout->addLayout(columns, 1);
    m_notice->setObjectName(QStringLiteral("startNotice"));
    layout->addWidget(m_notice);
    layout->addWidget(makeButtons());

    connect(&m_store, &LabStore::changed, this, [this](const StoreChanges& changes) {
        if (changes.testCases)
            fillCases();
        if (changes.environments)
            fillEnvironments();
    });
    connect(&m_chosenCase, &ChosenCase::changed, this, &StartRunDialog::showCase);
    connect(m_model, &DeviceChoiceModel::choiceChanged, this, &StartRunDialog::onInput);
    connect(m_notice, &widgets::Notice::actionTriggered, this, [this] {
        m_wait->setChecked(true);
        submit();
    });
    connect(m_parameters, &ParameterForm::changed, this, &StartRunDialog::onInput);
    m_model->choose(deviceIds);
    fillCases();
    fillEnvironments();
    showCase();
    (deviceIds.empty() ? static_cast<QWidget*>(m_search) : m_case)->setFocus();
}

void StartRunDialog::chooseTestCase(const std::string& id) {
    if (const int at = m_case->findData(q(id)); at >= 0)
        m_case->setCurrentIndex(at);
}

QWidget* StartRunDialog::makeDevices() {
    auto* column = new QWidget(this);
    m_devicesHeader = new widgets::SectionHeader(tr("Devices"), column);
    m_search = new widgets::SearchField(column);
    m_search->setObjectName(QStringLiteral("deviceSearchField"));
    m_search->setPlaceholderText(tr("Search devices…"));
    m_search->setAccessibleName(tr("Search devices"));
    m_search->setMaximumWidth(QWIDGETSIZE_MAX);
    m_search->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_list = new QListView(column);
    m_list->setObjectName(QStringLiteral("deviceListView"));
    m_list->setAccessibleName(tr("Devices"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new DeviceChoiceDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_devicesHeader);
    layout->addWidget(m_search);
    m_wait = new QCheckBox(tr("&Wait until they are free"), column);
    m_wait->setObjectName(QStringLiteral("waitCheckBox"));
    m_wait->setToolTip(
        tr("The run takes all of its devices as soon as it has its turn; until then it holds none."));
    layout->addWidget(m_list, 1);
    layout->addWidget(m_wait);
    connect(m_wait, &QCheckBox::toggled, m_model, &DeviceChoiceModel::setMayWait);
    connect(m_search, &QLineEdit::textChanged, m_model, &DeviceChoiceModel::setSearch);
    return column;
}

QWidget* StartRunDialog::makeSettings() {
    auto* column = new QWidget;
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 4, 0);
    layout->setSpacing(4);
    const auto addBox = [&](const QString& caption, const char* name, QComboBox*& box) {
        auto* label = new Label(caption, Text::secondary, Token::secondary, column);
        box = new QComboBox(column);
        box->setObjectName(QLatin1String(name));
        box->setAccessibleName(QString(caption).remove(QLatin1Char('&')));
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(16);
        label->setBuddy(box);
        layout->addWidget(label);
        layout->addWidget(box);
    };
    const auto addNote = [&](Token colour, const char* name) {
        auto* note = new Label(Text::secondary, colour, column);
        note->setObjectName(QLatin1String(name));
        note->setTextFormat(Qt::PlainText);
        note->setWordWrap(true);
        note->hide();
        layout->addWidget(note);
        return note;
    };
    addBox(tr("&Test case"), "testCaseComboBox", m_case);
    m_case->setPlaceholderText(tr("Choose a test case"));
    m_caseFault = addNote(Token::failed, "testCaseFaultLabel");
    m_caseNotice = new widgets::Notice(column);
    m_caseNotice->setObjectName(QStringLiteral("testCaseNotice"));
    layout->addWidget(m_caseNotice);
    connect(m_caseNotice, &widgets::Notice::actionTriggered, &m_chosenCase, &ChosenCase::retry);
    m_caseFacts = addNote(Token::secondary, "testCaseFactsLabel");
    layout->addSpacing(10);
    addBox(tr("&Environment"), "environmentComboBox", m_environment);
    m_environment->setPlaceholderText(tr("Choose an environment"));
    m_environmentFault = addNote(Token::failed, "environmentFaultLabel");
    layout->addSpacing(14);
    m_parametersHeader = new widgets::SectionHeader(tr("Parameters"), column);
    layout->addWidget(m_parametersHeader);
    layout->addSpacing(4);
    m_parameters = new ParameterForm(column);
    layout->addWidget(m_parameters);
    layout->addStretch(1);

    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(column);
    connect(m_case, &QComboBox::currentIndexChanged, &m_chosenCase,
            [this] { m_chosenCase.choose(chosen(*m_case)); });
    connect(m_environment, &QComboBox::currentIndexChanged, this, &StartRunDialog::onEnvironmentChanged);
    return scroll;
}

QWidget* StartRunDialog::makeButtons() {
    auto* row = new QWidget(this);
    m_hint = new Label(Text::secondary, Token::secondary, row);
    m_hint->setObjectName(QStringLiteral("missingLabel"));
    m_cancel = new QPushButton(tr("Cancel"), row);
    m_cancel->setObjectName(QStringLiteral("cancelPushButton"));
    m_cancel->setAutoDefault(false);
    m_start = new QPushButton(tr("Start run"), row);
    m_start->setObjectName(QStringLiteral("startPushButton"));
    m_start->setDefault(true);
    m_start->setToolTip(tr("Start (Ctrl+Enter)"));
    style::setButtonRole(m_start, style::ButtonRole::primary);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_hint, 1);
    layout->addWidget(m_cancel);
    layout->addWidget(m_start);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_start, &QPushButton::clicked, this, &StartRunDialog::submit);
    return row;
}

void StartRunDialog::fillCases() {
    std::vector<std::pair<QString, QString>> items;
    for (const auto& [id, testCase] : m_store.testCases())
        items.emplace_back(QStringLiteral("%1  %2").arg(q(testCase.key), q(testCase.title)), q(id));
    fill(*m_case, std::move(items));
    m_chosenCase.choose(chosen(*m_case));
}

void StartRunDialog::fillEnvironments() {
    std::vector<std::pair<QString, QString>> items;
    for (const auto& [id, environment] : m_store.environments())
        items.emplace_back(q(environment.document.name), q(id));
    fill(*m_environment, std::move(items));
    onEnvironmentChanged();
}

void StartRunDialog::onEnvironmentChanged() {
    const auto* environment = m_store.environment(chosen(*m_environment));
    m_parameters->setDefaults(environment ? environment->document.defaultParameters : boost::json::object());
    onInput();
}

void StartRunDialog::showCase() {
    const auto* testCase = m_chosenCase.testCase();
    const auto requirements = testCase ? testCase->document.requirements : Requirements{};
    const auto parameters = testCase ? testCase->document.parameters : std::vector<Parameter>{};
    if (const auto* error = m_chosenCase.error()) {
        m_caseNotice->problem(tr("The test case could not be loaded."), error->text());
        m_caseNotice->offer(tr("Try again"));
    } else {
        m_caseNotice->clear();
    }
    QStringList facts;
    if (m_chosenCase.isLoading())
        facts << tr("Loading the test case…");
    if (testCase && !testCase->document.description.empty())
        facts << q(testCase->document.description);
    if (const QString needs = requirementsText(requirements); !needs.isEmpty())
        facts << tr("Needs %1.").arg(needs);
    m_caseFacts->setText(facts.join(QLatin1Char('\n')));
    m_caseFacts->setHidden(facts.isEmpty());
    m_parametersHeader->setVisible(!parameters.empty());
    m_parameters->setVisible(!parameters.empty());
    m_parameters->setParameters(parameters);
    m_model->setRequirements(requirements);
    onEnvironmentChanged(); // the new parameters may have defaults of it
}

void StartRunDialog::onInput() {
    if (m_busy)
        return;
    m_caseFault->hide();
    m_environmentFault->hide();
    const auto count = static_cast<int>(m_model->chosen().size());
    m_devicesHeader->setNote(count == 0 ? tr("none chosen") : tr("%1 chosen").arg(count));
    const QString lack = missing();
    const int busy = m_model->chosenBusy();
    m_hint->setText(!lack.isEmpty() ? lack
                    : busy == 0     ? QString()
                    : busy == 1     ? tr("It waits for one device.")
                                    : tr("It waits for %1 devices.").arg(busy));
    m_start->setEnabled(lack.isEmpty());
}

QString StartRunDialog::missing() const {
    if (m_store.devicesLoaded() && m_store.devices().empty())
        return tr("There are no devices in this lab yet.");
    if (m_model->chosen().empty())
        return tr("Choose at least one device.");
    if (const int vain = m_model->chosenInVain())
        return vain == 1 ? tr("One chosen device cannot be used; take it out.")
                         : tr("%1 chosen devices cannot be used; take them out.").arg(vain);
    if (m_store.testCases().empty())
        return tr("There are no test cases yet.");
    if (chosen(*m_case).empty())
        return tr("Choose a test case.");
    if (chosen(*m_environment).empty())
        return tr("Choose an environment.");
    if (!m_chosenCase.testCase())
        return m_chosenCase.isLoading() ? tr("Loading the test case…")
                                        : tr("The test case could not be loaded.");
    if (!m_parameters->isValid())
        return tr("Put the parameters right.");
    return {};
}

NewTestRun StartRunDialog::request() const {
    NewTestRun run;
    run.deviceIds = m_model->chosen();
    run.testCaseId = chosen(*m_case);
    run.environmentId = chosen(*m_environment);
    run.parameters = m_parameters->values();
    run.whenBusy = m_wait->isChecked() ? WhenBusy::queue : WhenBusy::refuse;
    return run;
}

void StartRunDialog::submit() {
    if (m_busy)
        return;
    m_parameters->showAllFaults();
    const QString lack = missing();
    if (!lack.isEmpty()) {
        m_parameters->focusFirstFault();
        return;
    }
    m_notice->clear();
    m_model->setRefusals({});
    const auto run = request();
    const auto content = boost::json::serialize(boost::json::value_from(run));
    if (m_idempotencyKey.isEmpty() || content != m_keyIsFor)
        m_idempotencyKey = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    m_keyIsFor = content;
    setBusy(true);
    m_job = m_api.startRun(run, m_idempotencyKey, this,
                           [this](ApiResult<RunChange> result) { onAnswer(std::move(result)); });
}

void StartRunDialog::onAnswer(ApiResult<RunChange> result) {
    m_job = nullptr;
    setBusy(false);
    if (!result) {
        showRefusal(result.error());
        return;
    }
    m_sync.accept(*result);
    Q_EMIT started(result->run.id);
    accept();
}

void StartRunDialog::showRefusal(const ApiError& error) {
    if (isFateUnknown(error)) {
        // The key stays, so that starting again finds the run if the server has started it after all.
        m_notice->problem(error.title, tr("It is not known whether the run was started. “Start run” finds "
                                          "out and starts nothing twice."));
        return;
    }
    m_idempotencyKey.clear();
    if (!error.conflicts.empty()) {
        std::map<std::string, QString> refusals;
        QStringList lines;
        for (const auto& conflict : error.conflicts) {
            refusals[conflict.deviceId] = whyTaken(conflict);
            lines << QStringLiteral("%1: %2").arg(q(conflict.key), whyTaken(conflict));
        }
        const auto count = error.conflicts.size();
        m_notice->problem(count == 1 ? tr("Nothing was started: one device cannot be had.")
                                     : tr("Nothing was started: %1 devices cannot be had.").arg(count),
                          lines.join(QLatin1Char('\n')));
        m_notice->offer(tr("Wait for them"));
        m_model->setRefusals(std::move(refusals));
        return;
    }
    QStringList elsewhere;
    for (const auto& fault : error.faults)
        if (!showFault(fault))
            elsewhere << (fault.pointer.empty()
                              ? q(fault.message)
                              : QStringLiteral("%1: %2").arg(q(fault.pointer), q(fault.message)));
    m_notice->problem(error.title, elsewhere.isEmpty() ? error.detail : elsewhere.join(QLatin1Char('\n')));
    m_parameters->focusFirstFault();
}

bool StartRunDialog::showFault(const Fault& fault) {
    const QString message = q(fault.message);
    const std::string prefix = "/parameters/";
    if (fault.pointer.starts_with(prefix))
        return m_parameters->showFault(std::string_view(fault.pointer).substr(prefix.size()), message);
    auto* label = fault.pointer == "/testCaseId"      ? m_caseFault
                  : fault.pointer == "/environmentId" ? m_environmentFault
                                                      : nullptr;
    if (!label)
        return false;
    label->setText(message);
    label->show();
    return true;
}

void StartRunDialog::setBusy(bool busy) {
    m_busy = busy;
    for (QWidget* input :
         {static_cast<QWidget*>(m_search), static_cast<QWidget*>(m_list), static_cast<QWidget*>(m_wait),
          static_cast<QWidget*>(m_case), static_cast<QWidget*>(m_environment),
          static_cast<QWidget*>(m_parameters), static_cast<QWidget*>(m_start)})
        input->setEnabled(!busy);
    m_start->setText(busy ? tr("Starting…") : tr("Start run"));
    m_hint->setText(busy ? tr("Waiting for the server…") : missing());
    if (busy)
        m_cancel->setFocus();
}

void StartRunDialog::done(int result) {
    if (m_job)
        m_job->cancel();
    QDialog::done(result);
}

void StartRunDialog::keyPressEvent(QKeyEvent* event) {
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && (event->modifiers() & Qt::ControlModifier)) {
        submit();
        return;
    }
    // Enter in the search goes on to what was found; it must not start anything.
    if (enter && m_search->hasFocus()) {
        m_list->setFocus();
        if (m_model->rowCount() > 0 && !m_list->currentIndex().isValid())
            m_list->setCurrentIndex(m_model->index(0));
        return;
    }
    if (event->key() == Qt::Key_Down && m_search->hasFocus()) {
        m_list->setFocus();
        return;
    }
    QDialog::keyPressEvent(event);
}

} // namespace labwarden::console
