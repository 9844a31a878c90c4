#!/bin/sh
# Real servers for the tests, from Debian's packages, where root may install them; else the tests that need them skip.
set -eu
packages="dovecot-imapd dovecot-lmtpd postfix postgresql chromium tesseract-ocr tesseract-ocr-nld tesseract-ocr-fra tesseract-ocr-deu tesseract-ocr-eng ghostscript unpaper poppler-utils bubblewrap strace gnupg openssl fonts-dejavu fonts-liberation"
missing=""
for package in $packages; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "not installed (tests that need them will skip):$missing"
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# A server package must not start a server of the machine's own: the tests start theirs on free ports.
printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d
apt-get install -y -qq $missing >/dev/null
rm -f /usr/sbin/policy-rc.d
