// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/query/device_query.h"

namespace labwarden::board {

/// Reads a query from left to right; stops at nothing.
class QueryParser {
public:
    explicit QueryParser(const QString& text);

    std::vector<QueryTerm> terms;
    std::vector<QueryFault> faults;
    QueryTail tail;

private:
    /// A word or a value as it is written.
    struct Piece {
        QString text;
        qsizetype start = 0, end = 0;
        bool isQuoted = false;
        bool isClosed = false; ///< a quoted one
    };

    bool isAtEnd() const { return m_at >= m_text.size(); }
    QChar at(qsizetype i) const { return i < m_text.size() ? m_text[i] : QChar(); }
    bool isBlankAt(qsizetype i) const { return i >= m_text.size() || m_text[i].isSpace(); }
    void skipBlanks();
    /// "rack" where "rack:" or "rack~" is next; empty where neither is.
    QString fieldAhead() const;
    /// Whether a value follows, and not another term.
    bool isValueAhead(qsizetype from) const;

    void readTerm();
    void readField(const QString& name);
    void readWord();
    Piece readPiece(bool stopsAtComma);
    Piece readQuoted();
    /// All values up to the next blank; tells of those that are missing.
    std::vector<Piece> readValues(QueryTail::Of of, DeviceField field);

    void takeConditions(const std::vector<Piece>& values, bool statesOnly);
    void takeMissing(const std::vector<Piece>& values);
    void takeValues(const std::vector<Piece>& values, DeviceField field, QueryTerm::Kind kind);
    void add(QueryTerm term);
    bool mayGoOn(const Piece& piece) const;
    void complain(qsizetype start, qsizetype end, const QString& message, bool isUnfinished = false);

    const QString& m_text;
    qsizetype m_at = 0;
    qsizetype m_termStart = 0;
    bool m_isNegated = false;
};

} // namespace labwarden::board
