#!/usr/bin/env bash
# Put the certificate and the notary's credentials into a keychain of this job's own, and name them to the steps that follow.
# Where no certificate is given, the app is signed ad hoc, and only opens after its person allowed it.
set -euo pipefail
if [ -z "${CERTIFICATE:-}" ]; then
    echo "No certificate is given: the app will be signed ad hoc."
    exit 0
fi
keychain=$RUNNER_TEMP/release.keychain-db
password=$(openssl rand -base64 24)
printf %s "$CERTIFICATE" | base64 --decode >"$RUNNER_TEMP/certificate.p12"
security create-keychain -p "$password" "$keychain"
security set-keychain-settings -lut 7200 "$keychain"
security unlock-keychain -p "$password" "$keychain"
security import "$RUNNER_TEMP/certificate.p12" -k "$keychain" -P "$CERTIFICATE_PASSWORD" -T /usr/bin/codesign
security set-key-partition-list -S apple-tool:,apple: -k "$password" "$keychain" >/dev/null
security list-keychains -d user -s "$keychain" login.keychain-db
rm -f "$RUNNER_TEMP/certificate.p12"
echo "NIGHTMAIL_CODESIGN_IDENTITY=$IDENTITY" >>"$GITHUB_ENV"
if [ -n "${NOTARY_KEY:-}" ]; then
    printf %s "$NOTARY_KEY" | base64 --decode >"$RUNNER_TEMP/notary.p8"
    xcrun notarytool store-credentials nightmail --keychain "$keychain" \
        --key "$RUNNER_TEMP/notary.p8" --key-id "$NOTARY_KEY_ID" --issuer "$NOTARY_ISSUER"
    rm -f "$RUNNER_TEMP/notary.p8"
    echo "NIGHTMAIL_NOTARY_PROFILE=nightmail" >>"$GITHUB_ENV"
fi
