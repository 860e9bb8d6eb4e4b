/**
 * A certificate for `localhost` and 127.0.0.1 that signs itself and is good until 2126, and its key. For servers of tests alone:
 * nothing trusts it that has not been told to.
 */
export const localhostCertificate = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUQDiTsdEaRDBACFp3dvN0iR3V6X8wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNjEyMzkxN1oYDzIxMjYxMTAy
MTIzOTE3WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARiYhdhS63HIDumN2y0D9l/4YjXnim63HDN+9QmOFAy5RZ5PTdyolf/
EaScEP7ZIFGy8KPny8jSgKWuRV4e8Eabo28wbTAdBgNVHQ4EFgQUflHRVMvqXmFG
LD9032JNi1NpnV4wHwYDVR0jBBgwFoAUflHRVMvqXmFGLD9032JNi1NpnV4wDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSQAwRgIhAN3tnw1AeO0ehcJzbRowoz7cgx6gGjs6rw+R3L75kWC0AiEA
3V6GTVuJiXm9ACVIefXJ2uI2NqdcQOh836I6Fj5PrK4=
-----END CERTIFICATE-----`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgpC88Tw2kqWQs/bU9
/VJsto0Kha8xs5/AsvpGfJ1eqk2hRANCAARiYhdhS63HIDumN2y0D9l/4YjXnim6
3HDN+9QmOFAy5RZ5PTdyolf/EaScEP7ZIFGy8KPny8jSgKWuRV4e8Eab
-----END PRIVATE KEY-----`,
};
