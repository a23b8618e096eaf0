// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/difference_dialog.h"

#include "console/style/control_style.h"
#include "console/style/metrics.h"
#include "console/widgets/hairline.h"
#include "console/widgets/label.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>

#include <algorithm>

namespace labwarden::widgets {
namespace {

using style::Text;
using style::Token;

constexpr int margin = style::metrics::pageMargin;

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

QString shown(const std::string& value) {
    return value.empty() ? DifferenceDialog::tr("nothing") : q(value);
}

/// What fits into a column; the whole of it is in the tool tip.
QRadioButton* makeChoice(const Difference& difference, bool mine, int index, QWidget* parent) {
    const QString value = shown(mine ? difference.mine : difference.theirs);
    auto* button = new QRadioButton(parent);
    button->setObjectName(QStringLiteral("%1%2RadioButton")
                              .arg(mine ? QStringLiteral("mine") : QStringLiteral("theirs"))
                              .arg(index));
    const auto metrics = button->fontMetrics();
    button->setText(metrics.elidedText(QString(value).replace(QLatin1Char('&'), QLatin1String("&&")),
                                       Qt::ElideRight, 170));
    button->setToolTip(value);
    button->setAccessibleName(
        (mine ? DifferenceDialog::tr("%1: yours, %2") : DifferenceDialog::tr("%1: theirs, %2"))
            .arg(q(difference.caption), value));
    return button;
}

} // namespace

Side Difference::suggestion() const {
    if (iChanged && theyChanged)
        return Side::open;
    return iChanged ? Side::mine : Side::theirs;
}

DifferenceDialog::DifferenceDialog(const QString& name, std::vector<Difference> differences, QWidget* parent)
    : QDialog(parent)
    , m_differences(std::move(differences))
    , m_missing(new Label(Text::secondary, Token::secondary, this))
    , m_save(new QPushButton(tr("Save these"), this)) {
    setObjectName(QStringLiteral("differenceDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Changed by somebody else"));
    resize(720, std::min(600, 196 + 40 * static_cast<int>(m_differences.size())));
    for (const auto& difference : m_differences)
        m_sides.push_back(difference.suggestion());

    auto* title =
        new Label(tr("Somebody else has changed %1 meanwhile").arg(name), Text::heading, Token::text, this);
    title->setWordWrap(true);
    auto* text = new Label(tr("Nothing is overwritten: choose for each field what it shall be."), Text::body,
                           Token::secondary, this);
    text->setWordWrap(true);

    auto* table = new QWidget;
    auto* grid = new QGridLayout(table);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(8);
    int column = 0;
    for (const auto& heading : {tr("Field"), tr("It was"), tr("Yours"), tr("Theirs")}) {
        grid->setColumnStretch(column, column == 0 ? 3 : 4);
        grid->addWidget(new Label(heading, Text::secondaryStrong, Token::secondary, table), 0, column++);
    }
    grid->addWidget(new Hairline(Qt::Horizontal, table), 1, 0, 1, 4);
    for (int i = 0; i < static_cast<int>(m_differences.size()); ++i)
        addRow(grid, i);
    grid->setRowStretch(grid->rowCount(), 1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(table);

    m_missing->setObjectName(QStringLiteral("openFieldsLabel"));
    auto* back = new QPushButton(tr("Back to editing"), this);
    back->setObjectName(QStringLiteral("backPushButton"));
    back->setAutoDefault(false);
    m_save->setObjectName(QStringLiteral("saveMergedPushButton"));
    m_save->setDefault(true);
    style::setButtonRole(m_save, style::ButtonRole::primary);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_missing, 1);
    buttons->addWidget(back);
    buttons->addWidget(m_save);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, margin, margin, 16);
    layout->setSpacing(10);
    layout->addWidget(title);
    layout->addWidget(text);
    layout->addSpacing(6);
    layout->addWidget(scroll, 1);
    layout->addLayout(buttons);
    setTabOrder(back, m_save); // made before the fields, reached after them
    connect(back, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &QDialog::accept);
    update();
}

void DifferenceDialog::addRow(QGridLayout* grid, int index) {
    const auto& difference = m_differences[static_cast<std::size_t>(index)];
    const int row = 2 + 2 * index;
    auto* table = grid->parentWidget();
    grid->addWidget(new Label(q(difference.caption), Text::bodyMedium, Token::text, table), row, 0);
    auto* was = new Label(shown(difference.was), Text::body, Token::secondary, table);
    was->setWordWrap(true);
    was->setToolTip(shown(difference.was));
    grid->addWidget(was, row, 1);
    auto* group = new QButtonGroup(table);
    auto* mine = makeChoice(difference, true, index, table);
    auto* theirs = makeChoice(difference, false, index, table);
    group->addButton(mine);
    group->addButton(theirs);
    const Side suggestion = difference.suggestion();
    mine->setChecked(suggestion == Side::mine);
    theirs->setChecked(suggestion == Side::theirs);
    // Tab leads to the one that is chosen, the arrows to the other.
    (suggestion == Side::theirs ? mine : theirs)->setFocusPolicy(Qt::ClickFocus);
    grid->addWidget(mine, row, 2);
    grid->addWidget(theirs, row, 3);
    grid->addWidget(new Hairline(Qt::Horizontal, table), row + 1, 0, 1, 4);
    connect(group, &QButtonGroup::buttonClicked, this, [this, index, mine] {
        m_sides[static_cast<std::size_t>(index)] = mine->isChecked() ? Side::mine : Side::theirs;
        update();
    });
    // The first field that nobody can decide but a person gets the keyboard.
    if (suggestion == Side::open &&
        std::find(m_sides.begin(), m_sides.end(), Side::open) - m_sides.begin() == index)
        mine->setFocus();
}

void DifferenceDialog::update() {
    const auto open = std::count(m_sides.begin(), m_sides.end(), Side::open);
    m_missing->setText(open == 0   ? QString()
                       : open == 1 ? tr("Both have changed one field: choose.")
                                   : tr("Both have changed %1 fields: choose.").arg(open));
    m_save->setEnabled(open == 0);
}

} // namespace labwarden::widgets
