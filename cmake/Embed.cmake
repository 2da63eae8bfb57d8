# loopscope_embed(TARGET NAME FILES...): puts text files into a program, so that nothing is missing
# when it runs elsewhere. C++ sees them as `loopscope::embedded::NAME()`, a span of
# base::EmbeddedFile (sim/base/embedded.h); declare that function where it is used.
set(LOOPSCOPE_EMBED_SCRIPT "${CMAKE_CURRENT_LIST_FILE}")

function(loopscope_embed target name)
  set(out "${CMAKE_CURRENT_BINARY_DIR}/embedded/${name}.cpp")
  add_custom_command(
    OUTPUT "${out}"
    COMMAND "${CMAKE_COMMAND}" "-DNAME=${name}" "-DOUT=${out}" "-DFILES=${ARGN}"
            -P "${LOOPSCOPE_EMBED_SCRIPT}"
    DEPENDS ${ARGN} "${LOOPSCOPE_EMBED_SCRIPT}"
    COMMENT "Embedding ${name}"
    VERBATIM)
  target_sources(${target} PRIVATE "${out}")
endfunction()

if(CMAKE_SCRIPT_MODE_FILE)
  set(text "// Generated from the files named below.\n#include <span>\n\n#include \"sim/base/embedded.h\"\n\n")
  string(APPEND text "namespace loopscope::embedded {\nnamespace {\nconstexpr base::EmbeddedFile kFiles[] = {\n")
  foreach(file IN LISTS FILES)
    get_filename_component(base "${file}" NAME)
    file(READ "${file}" hex HEX)
    # In pieces, because compilers bound the length of one literal; hex, because a raw literal
    # could end inside the text.
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" hex "${hex}")
    string(REGEX REPLACE "((\\\\x[0-9a-f][0-9a-f])(\\\\x[0-9a-f][0-9a-f])?(\\\\x[0-9a-f][0-9a-f])?(\\\\x[0-9a-f][0-9a-f])?(\\\\x[0-9a-f][0-9a-f])?(\\\\x[0-9a-f][0-9a-f])?(\\\\x[0-9a-f][0-9a-f])?(\\\\x[0-9a-f][0-9a-f])?)" "\"\\1\"\n" hex "${hex}")
    file(SIZE "${file}" size)
    string(APPEND text "    {\"${base}\", {${hex}\"\", ${size}}},\n")
  endforeach()
  string(APPEND text "};\n}  // namespace\nstd::span<const base::EmbeddedFile> ${NAME}() { return kFiles; }\n}  // namespace loopscope::embedded\n")
  file(WRITE "${OUT}" "${text}")
endif()
