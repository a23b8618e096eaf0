-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Test cases by the beginnings of words. Not pg_trgm: it is an extension that the owner of a database may not be allowed to install, it has
-- no index for words of one or two letters, and it would find words in the middle of others. Not to_tsvector() either: its parser takes
-- "TC-12" for a word and a negative number, and "48/12" for the name of a file.

-- The words of a text, each in its parts: lower case, without punctuation.
CREATE OR REPLACE FUNCTION search_parts(p_text text) RETURNS SETOF text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT p.parts
    FROM regexp_split_to_table(lower(p_text), '\s+') word
    CROSS JOIN LATERAL (SELECT array_remove(regexp_split_to_array(word, '[!-/:-@[-`{-~]+'), '') AS parts) p
    WHERE p.parts <> '{}'
$$;

-- What is kept of a text: its words with '-' between the parts, each also from every part on, so that "mem_used_pct" is found as
-- mem-used-pct, used-pct and pct.
CREATE OR REPLACE FUNCTION search_words(p_text text) RETURNS SETOF text LANGUAGE sql IMMUTABLE AS $$
    SELECT DISTINCT left(array_to_string(parts[place:], '-'), 64)
    FROM search_parts(p_text) parts CROSS JOIN LATERAL generate_series(1, cardinality(parts)) place
$$;

-- All words of a text, or words that begin with them; NULL: it has none.
CREATE OR REPLACE FUNCTION search_query(p_text text) RETURNS tsquery LANGUAGE sql IMMUTABLE AS $$
    SELECT string_agg(quote_literal(left(array_to_string(parts, '-'), 64)) || ':*', ' & ')::tsquery FROM search_parts(p_text) parts
$$;

-- What a case is found by: key, title, description, tags and the metrics of its criteria.
CREATE OR REPLACE FUNCTION test_case_search(p_key text, p_document jsonb) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
    SELECT array_to_tsvector(array(SELECT search_words(concat_ws(' ', p_key, p_document ->> 'title', p_document ->> 'description',
        (SELECT string_agg(tag, ' ') FROM jsonb_array_elements_text(coalesce(p_document -> 'tags', '[]')) tag),
        (SELECT string_agg(metric[1], ' ') FROM jsonb_array_elements(coalesce(p_document -> 'criteria', '[]')) c,
             regexp_matches(c ->> 'expression', '\(\s*([a-z][a-z0-9_]*)', 'g') metric)))))
$$;
