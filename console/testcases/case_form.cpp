// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/case_form.h"

#include "console/testcases/attachment_group.h"
#include "console/testcases/case_attachments.h"
#include "console/testcases/case_sections.h"
#include "console/testcases/criterion_group.h"
#include "console/testcases/parameter_group.h"
#include "console/testcases/row_kinds.h"
#include "console/testcases/step_group.h"

#include <QPushButton>

namespace labwarden::console {
namespace {

constexpr double newDuration = 60;

Step newStep(const TestCaseDocument& document, StepKind kind, const QString& name) {
    Step step;
    step.kind = kind;
    step.durationSeconds = newDuration;
    step.name = freshName(name.toStdString(), namesOfSteps(document));
    return step;
}

} // namespace

CaseForm::CaseForm(CaseDraft& draft, CaseHelp& help, QWidget* parent)
    : DocumentForm(draft, parent), m_draft(draft), m_help(help) {
    setObjectName(QStringLiteral("caseForm"));
    addGroup({}, new HeadSection(draft, help, content()));
    addLists();
    addGroup(tr("Limits"), new LimitsSection(draft, content()));
    addAttachments();
    complete();
}

void CaseForm::addLists() {
    auto parameters =
        caseRows(m_draft, &TestCaseDocument::parameters, QStringLiteral("/parameters"), tr("parameter"),
                 tr("What may differ from run to run. ${name} stands for it in steps and criteria."));
    parameters.makeGroup = [this](int index, QWidget* parent) {
        return new ParameterGroup(m_draft, index, parent);
    };
    m_parameters = addList(tr("Parameters"), "Parameter", std::move(parameters), tr("Add parameter"),
                           [this](RowList* list) {
                               list->add(m_draft, tr("add parameter"), [](TestCaseDocument& document) {
                                   Parameter added;
                                   added.name = freshName("parameter", namesOfParameters(document));
                                   document.parameters.push_back(std::move(added));
                               });
                           });
    addGroup(tr("Devices"), new DevicesSection(m_draft, m_help, content()));
    auto steps = caseRows(m_draft, &TestCaseDocument::steps, QStringLiteral("/steps"), tr("step"),
                          tr("What is done, in this order. A case needs at least one step."));
    steps.makeGroup = [this](int index, QWidget* parent) {
        return new StepGroup(m_draft, false, index, parent);
    };
    m_steps = addList(tr("Steps"), "Step", std::move(steps), tr("Add step"), [this](RowList* list) {
        list->add(m_draft, tr("add step"), [](TestCaseDocument& document) {
            const auto kind = document.steps.empty() ? StepKind::measure : document.steps.back().kind;
            const bool isPlain = kind == StepKind::wait || kind == StepKind::measure;
            document.steps.push_back(newStep(document, isPlain ? kind : StepKind::measure,
                                             tr("Step %1").arg(document.steps.size() + 1)));
        });
    });
    auto criteria =
        caseRows(m_draft, &TestCaseDocument::criteria, QStringLiteral("/criteria"), tr("criterion"),
                 tr("What the measurements have to fulfil for the run to pass."));
    criteria.makeGroup = [this](int index, QWidget* parent) {
        return new CriterionGroup(m_draft, m_help, index, parent);
    };
    m_criteria = addList(
        tr("Success criteria"), "Criterion", std::move(criteria), tr("Add criterion"), [this](RowList* list) {
            list->add(m_draft, tr("add criterion"), [](TestCaseDocument& document) {
                document.criteria.push_back({expressionOf({}).toStdString(), Severity::must, {}});
            });
        });
    auto teardown = caseRows(m_draft, &TestCaseDocument::teardown, QStringLiteral("/teardown"), tr("step"),
                             tr("What is done at the end in any case, also after a failure or a cancel."));
    teardown.makeGroup = [this](int index, QWidget* parent) {
        return new StepGroup(m_draft, true, index, parent);
    };
    m_teardown =
        addList(tr("Teardown"), "Teardown", std::move(teardown), tr("Add step"), [this](RowList* list) {
            list->add(m_draft, tr("add teardown step"), [](TestCaseDocument& document) {
                document.teardown.push_back(
                    newStep(document, StepKind::wait, tr("Teardown %1").arg(document.teardown.size() + 1)));
            });
        });
}

void CaseForm::addAttachments() {
    auto attachments = caseRows(
        m_draft, &TestCaseDocument::attachments, QStringLiteral("/attachments"), tr("attachment"),
        tr("No files beside this case. Each may have %1 MB; drop them here.").arg(mostAttachedBytes >> 20));
    attachments.makeGroup = [this](int index, QWidget* parent) {
        auto* group = new AttachmentGroup(m_draft, index, parent);
        connect(group, &AttachmentGroup::openRequested, this, &CaseForm::openAttachmentRequested);
        connect(group, &AttachmentGroup::saveRequested, this, &CaseForm::saveAttachmentRequested);
        return group;
    };
    addList(tr("Attachments"), "Attachment", std::move(attachments), tr("Attach files…"),
            [this](RowList*) { Q_EMIT attachRequested(); });
    adder(QStringLiteral("/attachments"))
        ->setToolTip(tr("Files of at most %1 MB each, at most %2 of them")
                         .arg(mostAttachedBytes >> 20)
                         .arg(mostAttachments));
}

void CaseForm::focusFirst() {
    lead(QStringLiteral("/title"));
}

} // namespace labwarden::console
