// The error numbers of the simulated machine: those of Linux, whatever the simulator runs on.
#pragma once

#include <string_view>

namespace loopscope::world {

/// Why a call to the machine failed. Plain numbers, for programs see them as `errno`.
enum ErrorNumber : int {
    kNoError = 0,
    kEPERM = 1,
    kENOENT = 2,
    kESRCH = 3,
    kEINTR = 4,
    kEIO = 5,
    kEBADF = 9,
    kECHILD = 10,
    kEAGAIN = 11,
    kEACCES = 13,
    kEEXIST = 17,
    kENOTDIR = 20,
    kEISDIR = 21,
    kEINVAL = 22,
    kEMFILE = 24,
    kENOTTY = 25,
    kEFBIG = 27,
    kENOSPC = 28,
    kESPIPE = 29,
    kEROFS = 30,
    kEPIPE = 32,
    kENAMETOOLONG = 36,
    kENOTEMPTY = 39,
    kELOOP = 40,
    kENOTSOCK = 88,
    kEDESTADDRREQ = 89,
    kEMSGSIZE = 90,
    kEPROTOTYPE = 91,
    kENOPROTOOPT = 92,
    kEPROTONOSUPPORT = 93,
    kESOCKTNOSUPPORT = 94,
    kEOPNOTSUPP = 95,
    kEAFNOSUPPORT = 97,
    kEADDRINUSE = 98,
    kEADDRNOTAVAIL = 99,
    kENETUNREACH = 101,
    kECONNABORTED = 103,
    kECONNRESET = 104,
    kENOBUFS = 105,
    kEISCONN = 106,
    kENOTCONN = 107,
    kETIMEDOUT = 110,
    kECONNREFUSED = 111,
    kEHOSTUNREACH = 113,
    kEALREADY = 114,
    kEINPROGRESS = 115,
};

/// What strerror says of a number: "Connection refused"; "Unknown error 999" for one that Linux
/// does not have. The text lives as long as the process.
std::string_view error_text(int number);

}  // namespace loopscope::world
