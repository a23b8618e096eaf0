// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/role_effects.h"

#include "console/style/fonts.h"
#include "console/style/icons.h"
#include "console/style/painting.h"

#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Text;
using style::Token;
using Kind = PermissionEffect::Kind;

constexpr int markSize = 14;
constexpr int left = 28;  ///< of the words, behind the icon
constexpr int right = 26; ///< for the mark that unfolds
constexpr int top = 6;

struct Look {
    Icon icon;
    Token colour;
};
Look lookOf(Kind kind) {
    switch (kind) {
    case Kind::gain:
        return {Icon::plus, Token::available};
    case Kind::lose:
        return {Icon::minus, Token::failed};
    default:
        return {Icon::circleDot, Token::muted};
    }
}

int heightOf(const QFont& font, int width, const QString& text) {
    return QFontMetrics(font)
        .boundingRect(QRect(0, 0, width, 10'000), Qt::TextWordWrap | Qt::AlignLeft, text)
        .height();
}

std::string keyOf(const PermissionEffect& effect) {
    return std::to_string(static_cast<int>(effect.kind)) + effect.permission;
}

} // namespace

EffectLine::EffectLine(const PermissionEffect& effect, QWidget* parent)
    : QAbstractButton(parent), m_kind(effect.kind), m_names(whoText(effect.people)) {
    setObjectName(QStringLiteral("effectLine"));
    setText(effectText(effect));
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setAccessibleName(text());
    setAccessibleDescription(m_names);
    setToolTip(tr("Show or hide who that is"));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(this, &QAbstractButton::toggled, this, [this] { updateGeometry(); });
}

QRect EffectLine::textRect(int width) const {
    const int room = std::max(40, width - left - right);
    return {left, top, room, heightOf(style::font(Text::secondary), room, text())};
}

QRect EffectLine::namesRect(int width) const {
    const QRect above = textRect(width);
    const int room = std::max(40, width - left - 8);
    return {left, above.bottom() + 4, room, heightOf(style::font(Text::caption), room, m_names)};
}

int EffectLine::heightForWidth(int width) const {
    return (isChecked() ? namesRect(width) : textRect(width)).bottom() + 1 + top;
}

QSize EffectLine::sizeHint() const {
    return {280, heightForWidth(width() > 0 ? width() : 280)};
}

void EffectLine::paintEvent(QPaintEvent*) {
    const auto& t = style::tokens(this);
    QPainter painter(this);
    if (underMouse())
        style::paintBox(painter, rect(), 5, t[Token::raised]);
    const auto [icon, colour] = lookOf(m_kind);
    const QRect words = textRect(width());
    const int line = QFontMetrics(style::font(Text::secondary)).height();
    style::paintIcon(painter, QRectF(7, words.top() + (line - markSize) / 2.0, markSize, markSize), icon,
                     t[colour]);
    painter.setFont(style::font(Text::secondary));
    painter.setPen(t[m_kind == Kind::gain || m_kind == Kind::lose ? Token::text : Token::secondary]);
    painter.drawText(words, Qt::TextWordWrap | Qt::AlignLeft, text());
    style::paintIcon(painter, QRectF(width() - 20, words.top() + (line - 12) / 2.0, 12, 12),
                     isChecked() ? Icon::chevronUp : Icon::chevronDown, t[Token::muted]);
    if (isChecked()) {
        painter.setFont(style::font(Text::caption));
        painter.setPen(t[Token::secondary]);
        painter.drawText(namesRect(width()), Qt::TextWordWrap | Qt::AlignLeft, m_names);
    }
    if (hasFocus())
        style::paintFocusRing(painter, rect(), 5, t);
}

void EffectLine::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

RoleEffects::RoleEffects(QWidget* parent) : QWidget(parent), m_layout(new QVBoxLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void RoleEffects::setEffects(const std::vector<PermissionEffect>& effects) {
    std::vector<std::string> open;
    std::string focused;
    for (const auto& [key, line] : m_lines) {
        if (line->isChecked())
            open.push_back(key);
        if (line->hasFocus())
            focused = key;
        line->setObjectName({}); // nobody finds it any more
        line->hide();
        line->deleteLater();
    }
    m_lines.clear();
    for (const auto& effect : effects) {
        auto* line = new EffectLine(effect, this);
        line->setChecked(std::find(open.begin(), open.end(), keyOf(effect)) != open.end());
        m_layout->addWidget(line);
        m_lines.emplace_back(keyOf(effect), line);
        if (m_lines.back().first == focused)
            line->setFocus();
    }
    updateGeometry();
}

QStringList RoleEffects::texts() const {
    QStringList texts;
    for (const auto& [key, line] : m_lines)
        texts << line->text();
    return texts;
}

} // namespace labwarden::console
