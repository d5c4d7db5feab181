using System.Security.Cryptography.X509Certificates;
using ElasticMoE.Contracts;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Testing;

namespace ElasticMoE.DataPlane.Tests.Links;

/// <summary>Who may open a TLS link: whoever shows a certificate that the other end trusts, and knows the secret as well.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void APeerOfAnotherAuthorityIsRefused()
    {
        using X509Certificate2 other = TestCertificates.Authority("others");
        Refused(Cluster.Peer(5, PeerRole.Router), new LinkTls(TestCertificates.Issue(other, "router"), TestCertificates.Trusted));
    }

    [Fact]
    public void ANodeOfAnotherAuthorityIsRefusedByItsRouter()
    {
        using X509Certificate2 other = TestCertificates.Authority("others");
        using X509Certificate2 ours = TestCertificates.Issue(TestCertificates.Trusted[0], "router");
        Refused(Cluster.Peer(5, PeerRole.Router), new LinkTls(ours, [other]));
    }

    [Fact]
    public void APeerWithoutTlsIsRefused() => Refused(Cluster.Peer(5, PeerRole.Router), tls: null);

    [Fact]
    public void TheSecretIsProvedInsideAsWell() => Refused(Cluster.Peer(5, PeerRole.Router) with { Secret = new byte[16] }, TestCertificates.Tls);

    [Fact]
    public void APinnedCertificateNeedsNoAuthority()
    {
        using X509Certificate2 node = TestCertificates.Authority("node"), router = TestCertificates.Authority("router"), stranger = TestCertificates.Authority("router");
        var tls = new LinkTls(node, [router]);
        Assert.True(tls.Trusts(router));
        Assert.False(tls.Trusts(stranger));
        Assert.False(tls.Trusts(null));
    }

    [Fact]
    public void FilesAreReadAndWrongOnesNamed()
    {
        using X509Certificate2 own = TestCertificates.Authority("node");
        File.WriteAllText(_folder.PathOf("cert.pem"), own.ExportCertificatePem());
        File.WriteAllText(_folder.PathOf("key.pem"), own.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(_folder.PathOf("none.pem"), "nothing");
        Assert.True(LinkTls.Load(_folder.PathOf("cert.pem"), _folder.PathOf("key.pem"), _folder.PathOf("cert.pem")).Trusts(own));
        InputException missing = Assert.Throws<InputException>(() => LinkTls.Load(_folder.PathOf("cert.pem"), _folder.PathOf("lost.pem"), _folder.PathOf("cert.pem")));
        Assert.Equal(ExitCode.NotFound, missing.Exit);
        Assert.Contains("lost.pem", missing.Message, StringComparison.Ordinal);
        Assert.Contains("none.pem", Assert.Throws<InputException>(() => LinkTls.Load(_folder.PathOf("cert.pem"), _folder.PathOf("key.pem"), _folder.PathOf("none.pem"))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static void Refused(LocalPeer peer, LinkTls? tls)
    {
        using var cluster = new Cluster(LinkVariety.Tls, onNode: (link, frame) => link.TrySend(frame));
        (IFrameLink router, _) = cluster.Connect();
        var stranger = new Recorder();
        using var hub = new LinkHub(new LinkOptions { Local = peer, Receiver = stranger, Tls = tls });

        Assert.False(hub.RunDialled(cluster.Address).WasOpen);

        Assert.Contains("refused", Recorder.Take(cluster.Node.Lines), StringComparison.Ordinal);
        Assert.True(router.TrySend(LinkContractTests.Filled(router, 100, 1)));
        Recorder.Take(cluster.Router.Frames).Dispose();
        Assert.Empty(cluster.Node.Lines);
        Assert.Empty(cluster.Node.OpenedLinks);
        Assert.Empty(stranger.OpenedLinks);
    }
}
