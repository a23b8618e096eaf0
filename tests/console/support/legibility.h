// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>
#include <QStringList>

class QImage;
class QRect;
class QWidget;

/// Whether everybody can read what is shown, and reach it: looked at as it is on the screen, widget by
/// widget.
namespace labwarden::console::test::legibility {

/// What is wrong below `root`, which is shown, a sentence each:
/// - what the keyboard can reach has no accessible name,
/// - a text is cut off: of a label, a button, a field's placeholder, a tab, a column's head, or of a cell
/// without
///   a tool tip,
/// - a text has less than 4.5 : 1 against its ground (WCAG 2.1, success criterion 1.4.3), by the pixels that
/// are
///   painted. What is disabled is left out, as there.
QStringList faults(QWidget* root);

/// WCAG 2.1: from 1 to 21.
double contrast(const QColor& a, const QColor& b);
/// Of the writing in a part of a picture: between its most frequent colour and the one that stands out most
/// from it; 0 when nothing is written there.
double contrastIn(const QImage& picture, const QRect& part);

} // namespace labwarden::console::test::legibility
