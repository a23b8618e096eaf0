// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/actions/export_dialog.h"

#include "console/board/actions/words.h"
#include "console/widgets/file_dialog.h"
#include "console/widgets/section_header.h"

#include <QButtonGroup>
#include <QDate>
#include <QRadioButton>
#include <QSettings>
#include <QVBoxLayout>

namespace labwarden::board {
namespace {

using Format = console::DeviceApi::Format;

constexpr int dialogWidth = 440;
const QString formatKey = QStringLiteral("board/exportFormat");
const QString jsonWord = QStringLiteral("json");

} // namespace

ExportDialog::ExportDialog(Choice choice, QSettings& settings, QWidget* parent)
    : widgets::ActionDialog({tr("Export devices"), tr("Choose a file…"), "exportDialog", "exportPushButton"},
                            dialogWidth, parent)
    , m_choice(std::move(choice))
    , m_settings(settings) {
    const auto add = [&](const QString& text, const char* name, QButtonGroup* group) {
        auto* button = new QRadioButton(text, this);
        button->setObjectName(QLatin1String(name));
        group->addButton(button);
        body()->addWidget(button);
        return button;
    };
    const auto count = [](const Keys& keys) { return static_cast<qsizetype>(keys.size()); };
    auto* which = new QButtonGroup(this);
    body()->addWidget(new widgets::SectionHeader(tr("Which"), this));
    m_selected = add(count(m_choice.selected) == 1
                         ? tr("The selected device")
                         : tr("The %1 that are selected").arg(devicesText(count(m_choice.selected))),
                     "selectedRadioButton", which);
    m_matching = add(tr("The %1 that match the filter").arg(devicesText(count(m_choice.matching))),
                     "matchingRadioButton", which);
    m_all = add(tr("All %1").arg(devicesText(m_choice.all)), "allRadioButton", which);
    m_selected->setVisible(!m_choice.selected.empty());
    m_matching->setVisible(m_choice.isFiltered && !m_choice.matching.empty());
    (!m_selected->isHidden() ? m_selected : !m_matching->isHidden() ? m_matching : m_all)->setChecked(true);
    body()->addSpacing(8);
    auto* form = new QButtonGroup(this);
    body()->addWidget(new widgets::SectionHeader(tr("Form"), this));
    m_csv = add(tr("CSV, for spreadsheets"), "csvRadioButton", form);
    m_json = add(tr("JSON, for programs"), "jsonRadioButton", form);
    (settings.value(formatKey).toString() == jsonWord ? m_json : m_csv)->setChecked(true);
    which->checkedButton()->setFocus();
}

Format ExportDialog::format() const {
    return m_json->isChecked() ? Format::json : Format::csv;
}

void ExportDialog::submit() {
    const bool json = format() == Format::json;
    const QString suffix = json ? jsonWord : QStringLiteral("csv");
    m_settings.setValue(formatKey, suffix);
    const QString name =
        QStringLiteral("labwarden-devices-%1.%2").arg(QDate::currentDate().toString(Qt::ISODate), suffix);
    const QString filter = json ? tr("JSON (*.json)") : tr("Comma-separated values (*.csv)");
    widgets::FileDialog::saveFile(this, {tr("Export devices"), name, filter, suffix},
                                  [this](const QString& path) {
                                      if (path.isEmpty())
                                          return;
                                      DeviceExport::Wish wish{path, format(), std::nullopt};
                                      if (m_selected->isChecked())
                                          wish.keys = m_choice.selected;
                                      else if (m_matching->isChecked())
                                          wish.keys = m_choice.matching;
                                      Q_EMIT chosen(wish);
                                      accept();
                                  });
}

} // namespace labwarden::board
