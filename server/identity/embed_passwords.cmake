# SPDX-FileCopyrightText: Labwarden contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Puts the list of common passwords into a C++ source. Run by the build: cmake -DIN=… -DOUT=… -P embed_passwords.cmake
file(READ "${IN}" text)
string(FIND "${text}" ")words\"" at)
if(NOT at EQUAL -1)
    message(FATAL_ERROR "${IN}: may not contain )words\"")
endif()
file(WRITE "${OUT}" "#include \"server/identity/common_passwords.h\"\n\nnamespace labwarden::identity {\n\n"
                    "std::string_view commonPasswords() {\n    return R\"words(${text})words\";\n}\n\n} // namespace labwarden::identity\n")
