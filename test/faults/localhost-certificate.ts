/**
 * A certificate for `localhost`, 127.0.0.1 and the names below `behind.example` that signs itself and is good until 2126, and its
 * key. For servers of tests alone: nothing trusts it that has not been told to.
 */
export const localhostCertificate = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBrjCCAVSgAwIBAgIUWyMqaAO9a+IKyZfne4YEmos/0u4wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNjE2NDczMFoYDzIxMjYxMTAy
MTY0NzMwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQSntqhJir8wkdh1VJx5XzwaEApn5i/Vc2NuqaiAfhYkJJ7Rrd4tRTr
yCoDW6SIJEqc/opKPG1hIRSBZP4bNodjo4GBMH8wHQYDVR0OBBYEFPYrqaciyGOC
ShMbX+d10yQHrW58MB8GA1UdIwQYMBaAFPYrqaciyGOCShMbX+d10yQHrW58MA8G
A1UdEwEB/wQFMAMBAf8wLAYDVR0RBCUwI4IJbG9jYWxob3N0hwR/AAABghAqLmJl
aGluZC5leGFtcGxlMAoGCCqGSM49BAMCA0gAMEUCIHfUB9N3E7yn1nYitlzGQTxF
1PZoo1P/drx0mQVUDDn9AiEAhFLZ7N9qRUjzwvhnvNw72I6F5o+yxfqIKkDJu0n3
P1w=
-----END CERTIFICATE-----`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgvoCZ5huyq//ZFXWD
KBPJvAEvO006gygCjU3jMDcbcymhRANCAAQSntqhJir8wkdh1VJx5XzwaEApn5i/
Vc2NuqaiAfhYkJJ7Rrd4tRTryCoDW6SIJEqc/opKPG1hIRSBZP4bNodj
-----END PRIVATE KEY-----`,
};
