using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ElasticMoE.DataPlane.Transport;

namespace ElasticMoE.DataPlane.Tests.Links;

/// <summary>An authority made for this run, and what it issues.</summary>
internal static class TestCertificates
{
    private static readonly X509Certificate2 s_authority = Authority("emoe tests");

    public static X509Certificate2Collection Trusted { get; } = [s_authority];

    /// <summary>A process's TLS whose peers are to be issued under the same authority.</summary>
    public static LinkTls Tls { get; } = new(Issue(s_authority, "node"), Trusted);

    public static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }

    public static X509Certificate2 Issue(X509Certificate2 authority, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using X509Certificate2 issued = request.Create(authority, authority.NotBefore, authority.NotAfter, RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }
}
