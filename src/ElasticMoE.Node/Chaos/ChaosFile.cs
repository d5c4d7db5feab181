using ElasticMoE.Contracts;

namespace ElasticMoE.Node.Chaos;

/// <summary>A file that chaos commands are given.</summary>
internal static class ChaosFile
{
    /// <summary>Opens it, where it isn't too large to be read whole.</summary>
    /// <exception cref="InputException">It isn't there, or is larger.</exception>
    public static StreamReader Open(string path, int bytesMax)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new InputException(path, "the file does not exist", ExitCode.NotFound);
        if (file.Length > bytesMax)
            throw new InputException(path, $"is larger than {bytesMax} bytes");
        return file.OpenText();
    }
}
