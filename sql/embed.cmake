# SPDX-FileCopyrightText: Labwarden contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Puts SQL files into C++ sources. Run by the build: cmake -DWHAT=queries|schema|all ... -P embed.cmake
#   queries: AREA, FILES -> OUT, a header with one constant a file
#   all:     AREAS, FILES -> OUT, a source with the list of all queries
#   schema:  MIGRATIONS, FUNCTIONS -> OUT, a source with migrations and function files
# Lists come with '|' between their items.

set(notice "// SPDX-FileCopyrightText: Labwarden contributors\n// SPDX-License-Identifier: GPL-3.0-or-later\n// Made by sql/embed.cmake.\n\n")

# The file's text as a raw string literal.
function(literal file out)
    file(READ "${file}" text)
    string(FIND "${text}" ")sql\"" at)
    if(NOT at EQUAL -1)
        message(FATAL_ERROR "${file}: may not contain )sql\"")
    endif()
    set(${out} "R\"sql(${text})sql\"" PARENT_SCOPE)
endfunction()

# A file's name without folder and ".sql", which has to do as a C++ identifier.
function(identifier file out)
    get_filename_component(name "${file}" NAME_WLE)
    if(NOT name MATCHES "^[a-z][a-z0-9_]*$" OR name MATCHES "^(delete|new|register|default|switch|return|export|union)$")
        message(FATAL_ERROR "${file}: a query's name is an identifier of [a-z0-9_] and no C++ keyword")
    endif()
    set(${out} "${name}" PARENT_SCOPE)
endfunction()

function(area_of file out)
    get_filename_component(folder "${file}" DIRECTORY)
    get_filename_component(area "${folder}" NAME)
    set(${out} "${area}" PARENT_SCOPE)
endfunction()

foreach(list FILES AREAS MIGRATIONS FUNCTIONS)
    string(REPLACE "|" ";" ${list} "${${list}}")
endforeach()

set(code "${notice}")
if(WHAT STREQUAL "queries")
    string(APPEND code "#pragma once\n\n#include \"server/storage/query.h\"\n\nnamespace labwarden::queries::${AREA} {\n\n")
    foreach(file IN LISTS FILES)
        identifier("${file}" name)
        literal("${file}" text)
        string(APPEND code "inline constexpr ::labwarden::storage::Query ${name}{\"${AREA}/${name}\", ${text}};\n\n")
    endforeach()
    string(APPEND code "} // namespace labwarden::queries::${AREA}\n")
elseif(WHAT STREQUAL "all")
    string(APPEND code "#include \"sql/embedded.h\"\n\n")
    foreach(area IN LISTS AREAS)
        string(APPEND code "#include \"sql/queries/${area}.h\"\n")
    endforeach()
    string(APPEND code "\n#include <array>\n\nnamespace labwarden::sql {\n\nstd::span<const storage::Query> queries() {\n"
                       "    static constexpr auto all = std::to_array<storage::Query>({\n")
    foreach(file IN LISTS FILES)
        identifier("${file}" name)
        area_of("${file}" area)
        string(APPEND code "        labwarden::queries::${area}::${name},\n")
    endforeach()
    string(APPEND code "    });\n    return all;\n}\n\n} // namespace labwarden::sql\n")
elseif(WHAT STREQUAL "schema")
    string(APPEND code "#include \"sql/embedded.h\"\n\n#include <array>\n\nnamespace labwarden::sql {\n\n"
                       "std::span<const Migration> migrations() {\n    static constexpr auto all = std::to_array<Migration>({\n")
    set(expected 1)
    foreach(file IN LISTS MIGRATIONS)
        get_filename_component(name "${file}" NAME_WLE)
        if(NOT name MATCHES "^V([0-9][0-9][0-9])__([a-z0-9_]+)$")
            message(FATAL_ERROR "${file}: a migration is named V001__what_it_does.sql")
        endif()
        set(title "${CMAKE_MATCH_2}")
        math(EXPR version "1${CMAKE_MATCH_1} - 1000")
        if(NOT version EQUAL expected)
            message(FATAL_ERROR "${file}: version ${expected} comes next, migrations have no gaps and no doubles")
        endif()
        math(EXPR expected "${expected} + 1")
        file(SHA256 "${file}" checksum)
        literal("${file}" text)
        string(APPEND code "        {${version}, \"${title}\", \"${checksum}\", ${text}},\n")
    endforeach()
    string(APPEND code "    });\n    return all;\n}\n\nstd::span<const FunctionFile> functionFiles() {\n"
                       "    static constexpr auto all = std::to_array<FunctionFile>({\n")
    foreach(file IN LISTS FUNCTIONS)
        get_filename_component(name "${file}" NAME_WLE)
        area_of("${file}" area)
        literal("${file}" text)
        string(APPEND code "        {\"${area}/${name}\", ${text}},\n")
    endforeach()
    string(APPEND code "    });\n    return all;\n}\n\n} // namespace labwarden::sql\n")
else()
    message(FATAL_ERROR "WHAT=${WHAT}?")
endif()
file(WRITE "${OUT}" "${code}")
