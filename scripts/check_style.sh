#!/usr/bin/env bash
# What a change must keep besides passing the tests; takes seconds and changes nothing.
# Usage: scripts/check_style.sh [BASE]
# BASE is the commit that the change is compared with: by default where the branch left origin/main (or main). Only
# lines of C++ that changed since then must have the form of .clang-format. Each failure says what to do.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

failed=0
fail() {
    failed=1
    printf 'style: %s\n' "$1" >&2
}

for tool in clang-format clang-format-diff codespell git python3; do
    if ! command -v "$tool" >/dev/null; then
        echo "style: there is no $tool; \`make style\` installs it (scripts/packages-style.txt)" >&2
        exit 2
    fi
done

base=${1:-}
if [ -z "$base" ]; then
    for name in origin/main main; do
        if base=$(git merge-base "$name" HEAD 2>/dev/null); then break; fi
    done
fi
base=${base:-HEAD}

# C++: the lines that changed.
form=$(git diff -U0 "$base" -- '*.cpp' '*.hpp' | clang-format-diff -p1)
if [ -n "$form" ]; then
    printf '%s\n' "$form"
    fail "changed lines of C++ do not have the form of .clang-format. Apply it:
    git diff -U0 $base -- '*.cpp' '*.hpp' | clang-format-diff -p1 -i"
fi

# Lines of at most 120 characters. Pages and the files of code named here are in order and must stay so; README.md,
# CHANGELOG.md and other code are not yet.
mapfile -t prose < <(git ls-files '*.md' | grep -vE '^(README|CHANGELOG)\.md$|^command/skeleton/')
if ! python3 scripts/wrap_prose.py --check "${prose[@]}"; then
    fail "these lines of prose are too long. Wrap them: scripts/wrap_prose.py FILE..."
fi
mapfile -t kept_short < <(git ls-files .ci/run 'tests/docs/*' \
    scripts/{check_style.sh,wrap_prose.py,long_lines.py,strip_notebooks.py})
if ! python3 scripts/long_lines.py "${kept_short[@]}"; then
    fail "these lines of code are too long. Break them by hand."
fi
mapfile -t code < <(git ls-files '*.cpp' '*.hpp' '*.py' '*.js' '*.sh' '*.cmake' '*CMakeLists.txt')
python3 scripts/long_lines.py --count "${code[@]}"

# Spelling of pages, texts of scenarios, comments and messages. Tests misspell words on purpose.
mapfile -t spelled < <(git ls-files '*.md' '*.toml' command model outputs scripts cmake |
    grep -vE '\.(csv|html|sha256|json|inc)$|^scripts/accepted_words\.txt$')
if ! codespell --quiet-level 3 --ignore-words scripts/accepted_words.txt "${spelled[@]}"; then
    fail "these words are misspelt. Mend them, or add a word that is right to scripts/accepted_words.txt (lower case)."
fi

# Links, decisions, glossary and map of the documents; Chinese pages beside the English ones.
for test in pages translation; do
    if ! python3 -B "tests/docs/${test}_test.py" 2>"${TMPDIR:-/tmp}/style-$$"; then
        cat "${TMPDIR:-/tmp}/style-$$" >&2
        fail "the documents do not hang together; the messages above say where."
    fi
    rm -f "${TMPDIR:-/tmp}/style-$$"
done

# Notebooks hold no outputs.
if ! python3 scripts/strip_notebooks.py --check $(git ls-files '*.ipynb'); then
    fail "these notebooks hold outputs. Strip them: scripts/strip_notebooks.py FILE..."
fi

# Shell scripts parse.
for script in $(git ls-files '*.sh' .ci/run); do
    bash -n "$script" || fail "$script has an error of syntax"
done

if [ "$failed" -eq 0 ]; then echo "style: in order"; fi
exit "$failed"
