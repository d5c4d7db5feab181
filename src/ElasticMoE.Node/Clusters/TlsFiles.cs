using ElasticMoE.Contracts;
using ElasticMoE.DataPlane.Transport;

namespace ElasticMoE.Node.Clusters;

/// <summary>The PEM files of a cluster's TLS.</summary>
/// <param name="Certificate">This machine's certificate.</param>
/// <param name="Key">Its private key.</param>
/// <param name="Trusted">Authorities or certificates that peers are to show.</param>
internal sealed record TlsFiles(string Certificate, string Key, string Trusted)
{
    /// <summary>Reads them; null where there are none.</summary>
    /// <exception cref="InputException">One isn't there or holds something else.</exception>
    public static LinkTls? Load(TlsFiles? files) => files is null ? null : LinkTls.Load(files.Certificate, files.Key, files.Trusted);
}
