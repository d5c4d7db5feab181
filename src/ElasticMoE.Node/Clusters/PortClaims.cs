using System.Globalization;

namespace ElasticMoE.Node.Clusters;

/// <summary>
/// Ports that a cluster of this user has chosen and its processes are yet to listen on, or listen on already: another that is started meanwhile chooses others.
/// Each is a locked file in a folder of the user's, and free again when this is disposed or its process has ended, however that came.
/// </summary>
/// <param name="folder">Where the files are.</param>
internal sealed class PortClaims(string folder) : IDisposable
{
    /// <summary>A machine with so many clusters has another problem.</summary>
    private const int TriesMax = 100;

    private readonly List<FileStream> _held = [];

    /// <summary>This user's, whatever cluster.</summary>
    public static PortClaims OfUser() => new(UserFolders.OfProcess().Ports);

    /// <summary>The preferred port where it is free and nobody has claimed it, else any such; 0 prefers none. Where the user may have no such folder, free is all that a port has to be.</summary>
    /// <exception cref="IOException">None can be claimed.</exception>
    public int Choose(int preferred)
    {
        if (!HasFolder())
            return LoopbackPorts.ChooseOne(preferred);
        for (int i = 0; i < TriesMax; i++)
        {
            int port = LoopbackPorts.ChooseOne(i == 0 ? preferred : 0);
            if (TryClaim(port))
                return port;
        }
        throw new IOException($"{folder}: every one of {TriesMax} free ports is claimed by another cluster");
    }

    public void Dispose() => _held.ForEach(file => file.Dispose());

    private bool HasFolder()
    {
        try
        {
            return Directory.CreateDirectory(folder).Exists;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private bool TryClaim(int port)
    {
        string path = Path.Combine(folder, port.ToString(CultureInfo.InvariantCulture));
        try
        {
            _held.Add(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose));
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            // Nobody can note a claim there, and so nobody has.
            return true;
        }
    }
}
