// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/panel/device_editor.h"

#include "console/board/form/device_form.h"
#include "console/board/panel/device_edit.h"
#include "console/board/panel/device_saving.h"
#include "console/board/panel/device_words.h"
#include "console/store/lab_store.h"
#include "console/style/control_style.h"
#include "console/style/metrics.h"
#include "console/widgets/hairline.h"
#include "console/widgets/message_box.h"
#include "console/widgets/notice.h"
#include "console/widgets/wrap_label.h"

#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QVBoxLayout>

namespace labwarden::board {
namespace {

using console::ApiError;
using style::Icon;
using style::Text;
using style::Token;
using widgets::MessageBox;

constexpr int margin = style::metrics::pageMargin;
constexpr QSize wantedSize(640, 660);

QPushButton* pushButton(const QString& text, const char* name, style::ButtonRole role, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setObjectName(QLatin1String(name));
    button->setAutoDefault(false);
    style::setButtonRole(button, role);
    return button;
}

} // namespace

// --- what it is made of ---

DeviceEditor::DeviceEditor(const PanelParts& parts, const DeviceDetail& device, QWidget* parent)
    : QDialog(parent)
    , m_parts(parts)
    , m_saving(new DeviceSaving(parts, this))
    , m_base(device)
    , m_notice(new widgets::Notice(this))
    , m_form(new DeviceForm(DeviceForm::Of::device, labWords(parts.store))) {
    setObjectName(QStringLiteral("deviceEditorDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Edit %1").arg(nameOf(device)));
    resize(parent ? wantedSize.boundedTo(parent->size() - QSize(40, 40)) : wantedSize);
    m_notice->setObjectName(QStringLiteral("deviceEditNotice"));

    auto* title = new widgets::WrapLabel(Text::heading, Token::text, this);
    title->setText(tr("Edit %1").arg(nameOf(device)));
    title->setObjectName(QStringLiteral("deviceEditTitleLabel"));
    auto* key = new widgets::WrapLabel(Text::code, Token::secondary, this);
    key->setText(QString::fromStdString(device.key));
    auto* head = new QVBoxLayout;
    head->setContentsMargins(margin, margin, margin, 12);
    head->setSpacing(4);
    head->addWidget(title);
    head->addWidget(key);
    head->addWidget(m_notice);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, this));
    layout->addWidget(makeForm(), 1);
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, this));
    layout->addWidget(makeFooter());
    connectParts();
    m_form->setDescription(descriptionOf(device));
    updateFooter();
    m_form->focusFirst();
}

QWidget* DeviceEditor::makeForm() {
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("deviceFormScrollArea"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(margin, 16, margin, margin);
    layout->addWidget(m_form);
    layout->addStretch(1);
    scroll->setWidget(content);
    scroll->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    return scroll;
}

QWidget* DeviceEditor::makeFooter() {
    auto* footer = new QWidget(this);
    m_remove = pushButton(tr("Delete…"), "deleteDevicePushButton", style::ButtonRole::danger, footer);
    m_unsaved = new widgets::Label(Text::secondary, Token::secondary, footer);
    m_unsaved->setObjectName(QStringLiteral("unsavedDeviceLabel"));
    m_unsaved->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_cancel = pushButton(tr("Cancel"), "cancelEditPushButton", style::ButtonRole::secondary, footer);
    m_save = pushButton(tr("Save"), "saveDevicePushButton", style::ButtonRole::primary, footer);
    m_save->setToolTip(
        tr("Save (%1)").arg(QKeySequence(QKeySequence::Save).toString(QKeySequence::NativeText)));
    auto* row = new QHBoxLayout(footer);
    row->setContentsMargins(margin, 12, margin, 12);
    row->setSpacing(8);
    row->addWidget(m_remove);
    row->addWidget(m_unsaved, 1);
    row->addWidget(m_cancel);
    row->addWidget(m_save);
    return footer;
}

void DeviceEditor::connectParts() {
    connect(m_form, &DeviceForm::changed, this, &DeviceEditor::updateFooter);
    connect(m_form, &DeviceForm::submitted, this, &DeviceEditor::save);
    connect(m_remove, &QPushButton::clicked, this, &DeviceEditor::askToRemove);
    connect(m_cancel, &QPushButton::clicked, this, &DeviceEditor::reject);
    connect(m_save, &QPushButton::clicked, this, &DeviceEditor::save);
    connect(new QShortcut(QKeySequence::Save, this), &QShortcut::activated, this, &DeviceEditor::save);
    connect(m_saving, &DeviceSaving::busyChanged, this, &DeviceEditor::setBusy);
    connect(m_saving, &DeviceSaving::refused, this, &DeviceEditor::refuse);
    connect(m_saving, &DeviceSaving::saved, this, [this](const DeviceDetail& device) {
        Q_EMIT saved(device);
        accept();
    });
    connect(m_saving, &DeviceSaving::rebased, this,
            [this](const DeviceDetail& theirs, const DeviceDescription& mine) {
                m_notice->clear();
                m_base = theirs;
                m_form->setDescription(mine);
                updateFooter();
            });
    connect(m_saving, &DeviceSaving::settled, this, [this] {
        m_notice->say(Icon::circleCheck, Token::available, tr("It is as you want it already."));
    });
    connect(m_saving, &DeviceSaving::removed, this, &DeviceEditor::accept);
    connect(&m_parts.store, &console::LabStore::changed, this, &DeviceEditor::onStore);
    connect(&m_parts.store, &console::LabStore::sessionChanged, this, &DeviceEditor::updateFooter);
}

// --- what it says ---

bool DeviceEditor::isDirty() const {
    return !isSame(m_form->description(), descriptionOf(m_base));
}

void DeviceEditor::updateFooter() {
    const bool dirty = isDirty();
    const bool may = m_parts.store.may("devices:write");
    m_unsaved->setText(
        dirty ? tr("Not saved: %1").arg(changedFields(descriptionOf(m_base), m_form->description()))
              : QString());
    m_unsaved->setToolTip(m_unsaved->text());
    m_save->setText(m_isBusy ? tr("Saving…") : tr("Save"));
    m_save->setEnabled(dirty && may && !m_isBusy && !m_isGone);
    const auto* known = m_parts.store.device(m_base.id);
    const bool isHeld = known && known->lease.runId;
    const QString why = isHeld ? tr("A run holds the device: it cannot be deleted before that has ended")
                        : !may ? tr("Your role does not allow changing devices")
                               : QString();
    m_remove->setEnabled(why.isEmpty() && !m_isBusy && !m_isGone);
    m_remove->setToolTip(why);
    m_remove->setAccessibleDescription(why);
}

void DeviceEditor::onStore() {
    const auto* known = m_parts.store.device(m_base.id);
    updateFooter();
    if (m_isBusy || m_isGone || !m_parts.store.devicesLoaded())
        return; // its own answer comes
    if (!known) {
        m_isGone = true;
        m_notice->problem(tr("Somebody else has deleted this device meanwhile."),
                          tr("What you have entered can be copied from here, but no longer saved."));
        updateFooter();
    } else if (known->version > m_base.version && m_notice->isHidden()) {
        m_notice->say(Icon::users, Token::warning, tr("Somebody else has just changed this device."),
                      tr("Go on: when you save, you are shown what differs, and nothing is overwritten."));
    }
}

// --- saving ---

void DeviceEditor::setBusy(bool busy) {
    if (busy)
        m_focus = focusWidget();
    m_isBusy = busy;
    m_form->setReadOnly(busy);
    updateFooter();
    if (!busy && m_focus && m_focus->isEnabled())
        m_focus->setFocus();
}

void DeviceEditor::save() {
    if (m_isBusy || m_isGone || !m_parts.store.may("devices:write"))
        return;
    if (!m_form->check()) {
        m_form->focusFirstFault();
        return;
    }
    if (!isDirty())
        return;
    m_notice->clear();
    m_saving->save(m_base, m_form->description());
}

void DeviceEditor::refuse(const ApiError& error) {
    m_form->clearFaults();
    bool all = !error.faults.empty();
    QString others;
    for (const auto& fault : error.faults)
        if (!m_form->showFault(fault)) {
            all = false;
            others += QString::fromStdString(fault.message) + QLatin1Char(' ');
        }
    if (error.kind == ApiError::Kind::Stale)
        m_notice->say(Icon::users, Token::warning, tr("Somebody else has just changed this device."),
                      tr("Look at it, and do it again if it is still meant."));
    else if (!all)
        m_notice->problem(error.title, others.isEmpty() ? error.detail : others.trimmed());
    m_form->focusFirstFault();
    if (error.kind == ApiError::Kind::NotFound) {
        m_isGone = true;
        updateFooter();
    }
}

void DeviceEditor::askToRemove() {
    const QString name = nameOf(m_base);
    const QString key = QString::fromStdString(m_base.key);
    MessageBox::ask(
        this,
        {tr("Delete %1?").arg(name == key ? key : QStringLiteral("%1 (%2)").arg(name, key)),
         tr("It goes from the board of everybody, and its agent is not heard any more. Its history "
            "and its runs stay."),
         tr("Delete device"), tr("Keep it"), true},
        [this](MessageBox::Answer answer) {
            if (answer != MessageBox::Answer::yes)
                return;
            m_notice->clear();
            m_saving->remove(m_base);
        });
}

void DeviceEditor::reject() {
    if (!isDirty() || m_isGone) {
        m_saving->cancel();
        QDialog::reject();
        return;
    }
    MessageBox::ask(this,
                    {tr("Discard what is not saved?"),
                     tr("Not saved of %1: %2.")
                         .arg(nameOf(m_base), changedFields(descriptionOf(m_base), m_form->description())),
                     tr("Discard"), tr("Keep editing"), true},
                    [this](MessageBox::Answer answer) {
                        if (answer != MessageBox::Answer::yes)
                            return;
                        m_saving->cancel();
                        QDialog::reject();
                    });
}

} // namespace labwarden::board
